"""What happens elsewhere and matters to claims."""

from __future__ import annotations

from django.db import transaction

from areopagus.accounts.events import MemberWrote
from areopagus.boards import counts
from areopagus.boards.events import PostPublished
from areopagus.boards.models import Post
from areopagus.core.events import announce, listens_to
from areopagus.homecoming import waiting
from areopagus.homecoming.actions.linking import hold_members
from areopagus.homecoming.ledger import count_claimed
from areopagus.homecoming.models import Claim
from areopagus.homecoming.pages.standing import standing


@listens_to(PostPublished)
def wrote_elsewhere(event: PostPublished) -> None:
    """A ghost that is asked for, perhaps in a forum where it had not. No query while nothing waits."""
    asked_for = {one.ghost_id for one in waiting.get()}
    if asked_for and Post.objects.filter(pk=event.post_id, ghost__in=asked_for).exists():
        waiting.forget()


@listens_to(PostPublished)
def published(event: PostPublished) -> None:
    """Who has claimed a ghost may write as a guest again, with the same address. No query on a board without claims."""
    if not standing.get().held:
        return
    ghost = Post.objects.filter(pk=event.post_id).values("ghost")
    owners = set(Claim.objects.filter(ghost__in=ghost).values_list("user", flat=True))
    if not owners:
        return
    with transaction.atomic():
        hold_members(owners)
        count_claimed(owners)
        counts.recount_members(owners)
        for user_id in owners:
            announce(MemberWrote(user_id))
