"""What the ledger must know of the boards' tables, and what follows from every deed done to them."""

from __future__ import annotations

from areopagus.boards import counts
from areopagus.boards.models import Forum, Post, Topic
from areopagus.core.ledger.recording import Deed
from areopagus.core.ledger.tables import keeps, rebuilds

# More posts than any topic has.
OUT_OF_THE_WAY = 1_000_000_000


def register() -> None:
    keeps(
        Topic,
        rank=2,
        called=lambda topic: f"“{topic.title}”",
        derived=(
            "last_number",
            "post_count",
            "view_count",
            "first_post",
            "last_post",
            "last_post_at",
        ),
    )
    keeps(
        Post,
        rank=3,
        called=lambda post: f"Post {post.pk} by {post.author_name}",
        parked={"number": OUT_OF_THE_WAY},
    )
    keeps(
        Forum,
        rank=4,
        called=lambda forum: f"The forum “{forum.name}”",
        derived=("topic_count", "post_count", "last_post"),
    )
    rebuilds(_count)


def _count(deed: Deed) -> None:
    """Every deed says which topics and forums it concerns; their counters are taken from the rows."""
    posts = deed.has_touched(Post, "topic", "number", "removed_at")
    if posts:
        counts.recount_topics(deed.subjects["topic"])
    if posts or deed.has_touched(Topic, "forum", "removed_at", "is_stub"):
        counts.recount_forums(deed.subjects["forum"])
