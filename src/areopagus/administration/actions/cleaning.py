"""Cleaning up after a spammer: everything they wrote is hidden and they are banned, in one batch each."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.administration import deeds, permissions
from areopagus.administration.banning import banned, locked
from areopagus.boards import rendering
from areopagus.boards.models import Post, Topic
from areopagus.core.clock import now
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
    topics, posts = _written_by(actor, member)
    with recording.batch(actor, deeds.SPAM_CLEANED, message) as deed:
        deed.details = {
            "member": member.name,
            "posts": f"{len(posts):,} {'post' if len(posts) == 1 else 'posts'}",
            "links": _links_in(posts),
        }
        gone = {"removed_at": now(), "removal_reason": message}
        deed.change(*topics, **gone)
        deed.change(*(post for post in posts if post.number > 1), **gone)
        deed.change(member, **banned(member, message, None))
        deed.concerns(
            member=[member.pk],
            post=[post.pk for post in posts],
            topic=[*(topic.pk for topic in topics), *(post.topic_id for post in posts)],
            forum=[post.topic.forum_id for post in posts],
        )
    return deed


def _written_by(actor: Actor, member: User) -> tuple[list[Topic], list[Post]]:
    """What stands of theirs in forums that this actor moderates; the topics held before the posts."""
    mine = permissions.posts_to_clean(actor, member)
    topics = list(
        Topic.objects.select_for_update(no_key=True)
        .filter(pk__in=mine.order_by().values("topic"), removed_at=None)
        .order_by("pk")
    )
    posts = list(
        mine.filter(topic__in=topics)
        .select_for_update(of=("self",), no_key=True)
        .select_related("topic")
        .order_by("pk")
    )
    begun = {post.topic_id for post in posts if post.number == 1}
    return [topic for topic in topics if topic.pk in begun], posts


def _links_in(posts: Sequence[Post]) -> list[str]:
    found: dict[str, None] = {}
    for post in posts[:READ_FOR_LINKS]:
        found |= dict.fromkeys(rendering.render(post.source, post.markup).links)
    return list(found)[:MOST_LINKS]
