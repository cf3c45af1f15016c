"""Moderators take posts away from readers, and give them back. A removed post leaves its place."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.boards import deeds, events, permissions
from areopagus.boards.actions.selecting import (
    concern_posts,
    held_posts,
    named_posts,
    note_untouched,
)
from areopagus.boards.actions.topics import LONGEST_REASON
from areopagus.boards.models import Post
from areopagus.core.clock import now
from areopagus.core.events import announce
from areopagus.core.ledger import recording
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import Refused


@transaction.atomic
def remove_posts(actor: Actor, post_ids: Collection[int], reason: str = "") -> Deed:
    """Readers see that a post stood there, and the reason."""
    posts = held_posts(actor, post_ids)
    insist_on_power_over(actor, posts)
    if opening := next((post for post in posts if post.number == 1), None):
        raise Refused(
            f"Post #1 opens “{opening.topic.title}”: remove the topic, or leave this post out."
        )
    standing = [post for post in posts if post.removed_at is None]
    with recording.batch(actor, deeds.POSTS_REMOVED, reason) as deed:
        deed.details = {"posts": named_posts(standing or posts)}
        deed.change(
            *standing,
            removed_at=now(),
            removal_reason=reason[:LONGEST_REASON],
            removed_by_author=False,
        )
        concern_posts(deed, posts)
        for post in standing:
            announce(events.PostRemoved(post.pk, post.topic_id, post.topic.forum_id))
        note_untouched(deed, len(posts), len(standing), "removed")
        deed.notes.append("Their places stay; no other post changes its number.")
    return deed


@transaction.atomic
def restore_posts(actor: Actor, post_ids: Collection[int], reason: str = "") -> Deed:
    posts = held_posts(actor, post_ids)
    insist_on_power_over(actor, posts)
    removed = [post for post in posts if post.removed_at is not None]
    with recording.batch(actor, deeds.POSTS_RESTORED, reason) as deed:
        deed.details = {"posts": named_posts(removed or posts)}
        deed.change(*removed, removed_at=None, removal_reason="", removed_by_author=False)
        concern_posts(deed, posts)
        note_untouched(deed, len(posts), len(removed), "there")
    return deed


def insist_on_power_over(actor: Actor, posts: Sequence[Post]) -> None:
    for post in posts:
        permissions.can_overrule(actor, post, post.topic).insist()
