"""What happens on the boards that somebody may have asked to be told of."""

from __future__ import annotations

from areopagus.boards.events import PostPublished
from areopagus.core.events import listens_to
from areopagus.notifications import tasks


@listens_to(PostPublished)
def post_published(event: PostPublished) -> None:
    tasks.tell_of.enqueue(event.post_id)
