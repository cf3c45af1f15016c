"""What happens on the boards that somebody may have asked to be told of."""

from __future__ import annotations

from areopagus.boards.events import PostEdited, PostPublished
from areopagus.core.events import joins
from areopagus.notifications import tasks


@joins(PostPublished)
def post_published(event: PostPublished) -> None:
    tasks.tell_of.enqueue(event.post_id)


@joins(PostEdited)
def post_edited(event: PostEdited) -> None:
    tasks.tell_of_edit.enqueue(event.post_id)
