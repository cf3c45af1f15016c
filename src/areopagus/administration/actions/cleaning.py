"""Cleaning up after a spammer: everything they wrote is hidden and they are banned, in one batch each."""

from __future__ import annotations

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
MOST_LINKS = 200
READ_FOR_LINKS = 200


@transaction.atomic
def clean_up(actor: Actor, user_ids: Sequence[int], message: str = "") -> list[Deed]:
    """A batch for each member, so that an innocent one is put right alone. All of them or none."""
    if not user_ids:
        raise Refused("Choose some members first.")
    if len(user_ids) > MOST:
        raise Refused(
            f"At most {MOST} members can be cleaned up at once; these are {len(user_ids):,}."
        )
    # Members in one order, as everywhere, so that no two deeds wait for each other.
    return [_clean_up(actor, user_id, message) for user_id in sorted(set(user_ids))]


def _clean_up(actor: Actor, user_id: int, message: str) -> Deed:
    member = locked(actor, user_id)
    permissions.can_ban(actor, member).insist()
    topics, posts = written_by(actor, member)
    with recording.batch(actor, deeds.SPAM_CLEANED, message) as deed:
        deed.details = {
            "member": member.name,
            "posts": f"{len(posts):,} {'post' if len(posts) == 1 else 'posts'}",
            "links": _links_in(posts),
        }
        hide(deed, topics, posts, message)
        deed.change(member, **banned(member, message, None))
        deed.concerns(member=[member.pk])
    return deed


def _links_in(posts: Sequence[Post]) -> list[str]:
    found: dict[str, None] = {}
    for post in posts[:READ_FOR_LINKS]:
        found |= dict.fromkeys(rendering.render(post.source, post.markup).links)
    return list(found)[:MOST_LINKS]
