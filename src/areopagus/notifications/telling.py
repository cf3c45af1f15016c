"""Whom a post concerns, and whether they have read what they were told before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Max

from areopagus.accounts.models import User
from areopagus.boards.models import Post, TopicSubscription
from areopagus.core.clock import now
from areopagus.notifications import naming, permissions
from areopagus.notifications.models import Notice


def make_notices(post: Post) -> list[int]:
    """A notice for everybody who is to be told; the numbers of those that are new."""
    wanted = list(_readers(post))
    in_topic = set(
        TopicSubscription.objects.filter(topic=post.topic_id).values_list("user", flat=True)
    )
    Notice.objects.bulk_create(
        [
            Notice(user=user, post=post, of_forum=user.pk not in in_topic, made_at=now())
            for user in wanted
        ],
        batch_size=500,
        ignore_conflicts=True,
    )
    return make_notices_of_edit(post)


def make_notices_of_edit(post: Post) -> list[int]:
    """For whom it names, besides: an edit may name somebody who was not named before."""
    Notice.objects.bulk_create(
        [Notice(user=user, post=post, named=True, made_at=now()) for user in _named(post)],
        ignore_conflicts=True,
    )
    waiting = Notice.objects.filter(post=post, sent_at=None, ended_at=None)
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def _named(post: Post) -> Iterator[User]:
    """Whoever subscribed is told as a subscriber, or knows already."""
    people = list(naming.named(post).select_related("group"))
    if not people:
        return
    subscribers = set(permissions.subscribers(post).values_list("pk", flat=True))
    told = dict(
        Notice.objects.filter(post__topic=post.topic_id)
        .values_list("user")
        .annotate(last=Max("made_at"))
    )
    for user in people:
        has_read = user.pk not in told or (user.last_seen_at or user.registered_at) > told[user.pk]
        if user.pk not in subscribers and has_read and permissions.can_be_told(user, post):
            yield user


def _readers(post: Post) -> Iterator[User]:
    previous = _previous(post)
    for user in permissions.subscribers(post).select_related("group").order_by("pk"):
        # As in FluxBB: whoever has not been here since the post before this one knows already.
        has_read = previous is None or (user.last_seen_at or user.registered_at) > previous
        if has_read and permissions.can_be_told(user, post):
            yield user


def _previous(post: Post) -> datetime | None:
    """When the topic was written in before."""
    before = Post.objects.standing().filter(topic=post.topic_id, number__lt=post.number)
    return before.order_by("-number").values_list("posted_at", flat=True).first()
