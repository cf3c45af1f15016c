"""What happens on the boards that somebody may have asked to be told of."""

from __future__ import annotations

from areopagus.boards.events import PostPublished
from areopagus.core.events import joins
from areopagus.notifications import tasks


@joins(PostPublished)
def post_published(event: PostPublished) -> None:
    tasks.tell_of.enqueue(event.post_id)
