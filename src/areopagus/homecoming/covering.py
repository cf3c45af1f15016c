"""Which posts a claim is about."""

from __future__ import annotations

from django.db.models import Min

from areopagus.boards.models import Ghost, Post
from areopagus.boards.querysets import PostQuerySet
from areopagus.homecoming.models import OldAccount


def posts_with(ghost_id: int, mail: str) -> PostQuerySet:
    """The posts of a ghost that came with this address, whatever its case; "" means with none."""
    return Post.objects.filter(ghost=ghost_id, author_mail__iexact=mail)


def old_accounts_of(ghost: Ghost) -> list[OldAccount]:
    """Those whose owner may have written all the posts without an address, and nobody else's.

    The account was there before the first of them, and has the old board's number where that is known,
    else the name. Who wrote as a guest had no account.
    """
    if ghost.origin not in (Ghost.Origin.OLD_MEMBER, Ghost.Origin.UNKNOWN):
        return []
    first_at = posts_with(ghost.pk, "").aggregate(first=Min("posted_at"))["first"]
    if first_at is None:
        return []
    known = OldAccount.objects.filter(registered_at__lte=first_at)
    if ghost.old_user_id is not None:
        return list(known.filter(old_user_id=ghost.old_user_id))
    return list(known.filter(name_key=ghost.name_key))
