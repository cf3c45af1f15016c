"""What happens on the boards changes what is found."""

from __future__ import annotations

from collections.abc import Iterable

from areopagus.boards.events import (
    PostEdited,
    PostPublished,
    PostRemoved,
    PostsRewritten,
    TopicRemoved,
    TopicRenamed,
    TopicStarted,
)
from areopagus.core.events import joins
from areopagus.core.ledger.events import DeedDone
from areopagus.search import tasks

AT_ONCE = 500


@joins(PostPublished)
def post_published(event: PostPublished) -> None:
    tasks.index_posts.enqueue([event.post_id])


@joins(PostEdited)
def post_edited(event: PostEdited) -> None:
    tasks.index_posts.enqueue([event.post_id])


@joins(PostRemoved)
def post_removed(event: PostRemoved) -> None:
    tasks.index_posts.enqueue([event.post_id])


@joins(PostsRewritten)
def posts_rewritten(event: PostsRewritten) -> None:
    tasks.index_posts.enqueue(list(event.post_ids))


@joins(TopicStarted)
def topic_started(event: TopicStarted) -> None:
    tasks.compare_topics.enqueue([event.topic_id])


@joins(TopicRenamed)
def topic_renamed(event: TopicRenamed) -> None:
    tasks.index_topics.enqueue([event.topic_id])
    tasks.compare_topics.enqueue([event.topic_id])


@joins(TopicRemoved)
def topic_removed(event: TopicRemoved) -> None:
    tasks.index_topics.enqueue([event.topic_id])


@joins(DeedDone)
def deed_done(event: DeedDone) -> None:
    """Removing, moving, merging, and the undoing of any of it."""
    _topics(event.ids_of("topic"))


def _topics(topic_ids: Iterable[int]) -> None:
    ids = sorted(topic_ids)
    for start in range(0, len(ids), AT_ONCE):
        tasks.index_topics.enqueue(ids[start : start + AT_ONCE])
        tasks.compare_topics.enqueue(ids[start : start + AT_ONCE])
