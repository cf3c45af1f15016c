"""What the ledger must know of the boards' tables, and what follows from every deed done to them."""

from __future__ import annotations

from areopagus.boards import counts, rendering, weaving
from areopagus.boards.models import Departure, Forum, Post, Topic
from areopagus.core.ledger.recording import Deed
from areopagus.core.ledger.tables import keeps, rebuilds


def register() -> None:
    keeps(
        Topic,
        rank=2,
        called=lambda topic: f"“{topic.title}”",
        owner="author",
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
        rank=4,
        called=lambda post: f"Post {post.pk} by {post.author_name}",
        owner="author",
        derived=("html", "html_version"),
        place=("topic", "number"),
    )
    keeps(
        Forum,
        rank=3,
        called=lambda forum: f"The forum “{forum.name}”",
        derived=("topic_count", "post_count", "last_post"),
    )
    keeps(
        Departure,
        rank=4,
        called=lambda departure: f"Place #{departure.number} of a topic",
        place=("topic", "number"),
    )
    rebuilds(_render)
    rebuilds(_close_gaps)
    rebuilds(_count)


def _render(deed: Deed) -> None:
    """HTML follows from the words."""
    for post in Post.objects.filter(pk__in=deed.touched(Post, "source", "markup", "with_smilies")):
        made = rendering.render(post.source, post.markup, with_smilies=post.with_smilies)
        Post.objects.filter(pk=post.pk).update(html=made.html, html_version=rendering.VERSION)


def _close_gaps(deed: Deed) -> None:
    """When a merge is undone, what was written after it follows what stands there now."""
    if not deed.has_touched(Post, "topic", "number"):
        return
    for topic in Topic.objects.filter(pk__in=deed.subjects["topic"], is_stub=False):
        weaving.close_gaps(deed, topic)


def _count(deed: Deed) -> None:
    """Every deed says which topics and forums it concerns; their counters are taken from the rows."""
    posts = deed.has_touched(Post, "topic", "number", "removed_at")
    if posts:
        counts.recount_topics(deed.subjects["topic"])
    if posts or deed.has_touched(Topic, "forum", "removed_at", "is_stub"):
        counts.recount_forums(deed.subjects["forum"])
