"""The posts of one page of a topic, shared by all members who see them alike (see `core.blocks`)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from areopagus.accounts.actors import Actor
from areopagus.boards import stored_html
from areopagus.boards.models import Topic
from areopagus.boards.pages.post_rows import May, PostRow, View, rows, rows_on_page, view_of
from areopagus.core import shown
from areopagus.core.blocks import Block, block
from areopagus.core.sharing import Either

SUMMARY_LENGTH = 160
# What a row weighs besides its words, about.
OVERHEAD = 1_500
# Which post of the page, what may be done with it, whether its author is here.
Look = tuple[int, May | Either, bool | Either]


@dataclass(slots=True)
class PostsOnPage:
    """`summary` is the beginning in plain words.

    `articles` holds the HTML of single posts by kind of reader and look: whoever has written some of
    the posts sees these in another look than all the others do.
    """

    posts: Sequence[PostRow]
    summary: str
    articles: dict[Hashable, dict[Look, str]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return sum(len(post.html) + len(post.signature_html) + OVERHEAD for post in self.posts)


def posts_on_page(actor: Actor, topic: Topic, number: int, size: int) -> Block[PostsOnPage]:
    """The posts of one page. One query, or none when somebody who sees them alike was here."""
    view = view_of(actor, topic)
    return block(
        ("posts", topic.pk, number, size, view),
        lambda: _read(topic, number, size, view),
        is_kept=not actor.is_guest,
    )


def latest_posts(actor: Actor, topic: Topic, most: int) -> Block[PostsOnPage]:
    """So many that stand, newest first: for whoever answers. One query, or none, as above."""
    view = view_of(actor, topic)
    return block(
        ("latest", topic.pk, most, view),
        lambda: _latest(topic, most, view),
        is_kept=not actor.is_guest,
    )


def _latest(topic: Topic, most: int, view: View) -> PostsOnPage:
    shown.note([f"topic:{topic.pk}"])
    return PostsOnPage(rows(topic.posts.standing().order_by("-number")[:most], view), "")


def _read(topic: Topic, number: int, size: int, view: View) -> PostsOnPage:
    shown.note([f"topic:{topic.pk}"])
    posts = rows_on_page(topic, number, size, view)
    return PostsOnPage(posts, _summary(posts))


def _summary(posts: Sequence[PostRow]) -> str:
    """The beginning of the page in plain words, for search engines and link previews."""
    return (
        stored_html.excerpt(posts[0].html[: stored_html.LOOKED_AT], SUMMARY_LENGTH) if posts else ""
    )
