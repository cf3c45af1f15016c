"""Cleaning up after spammers: everything they wrote is hidden and they are banned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.administration import deeds, permissions
from areopagus.administration.banning import banned, locked
from areopagus.administration.hiding import hide, written_by
from areopagus.boards import rendering
from areopagus.boards.models import Post
from areopagus.core.ledger import recording
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import Refused

MOST = 100
# Where their links led is kept for later checks, up to so many.
MOST_LINKS = 1000
READ_FOR_LINKS = 200


@transaction.atomic
def clean_up(actor: Actor, user_ids: Sequence[int], message: str = "") -> Deed:
    """One batch, that can be undone for the innocent among them. All of them or none."""
    if not user_ids:
        raise Refused("Choose some members first.")
    if len(user_ids) > MOST:
        raise Refused(
            f"At most {MOST} members can be cleaned up at once; these are {len(user_ids):,}."
        )
    # Members in one order, as everywhere, so that no two deeds wait for each other.
    members = locked(actor, *user_ids)
    for member in members:
        permissions.can_ban(actor, member).insist()
    topics, posts = written_by(actor, *members)
    with recording.batch(actor, deeds.SPAM_CLEANED, message) as deed:
        deed.details = {
            "member": members[0].name if len(members) == 1 else f"{len(members):,} members",
            "posts": f"{len(posts):,} {'post' if len(posts) == 1 else 'posts'}",
            "links": _links_in(posts),
        }
        hide(deed, topics, posts, message)
        deed.change_each((member, banned(member, message, None)) for member in members)
        deed.concerns(member=[member.pk for member in members])
    return deed


def _links_in(posts: Sequence[Post]) -> list[str]:
    """Of so many posts of each."""
    found: dict[str, None] = {}
    read: Counter[int | None] = Counter()
    for post in posts:
        read[post.author_id] += 1
        if read[post.author_id] <= READ_FOR_LINKS:
            found |= dict.fromkeys(rendering.render(post.source, post.markup).links)
        if len(found) >= MOST_LINKS:
            break
    return list(found)[:MOST_LINKS]
