"""The posts of one page of a topic, kept and shared by all members who see them alike.

A guest's page is kept whole, in front of the house; a member's page has their name on it. But the
posts, which are nearly all of it, are the same for most. They are read once, and `posts_html` keeps
the HTML it makes of them beside them.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from html import unescape

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.text import Truncator

from areopagus.accounts.actors import Actor
from areopagus.boards.models import Topic
from areopagus.boards.pages.post_rows import May, PostRow, View, rows_on_page, view_of
from areopagus.core import shown
from areopagus.core.kept import Kept
from areopagus.core.pieces import Piece
from areopagus.core.shown import Shown
from areopagus.core.stamps import moment
from areopagus.core.store import Store

SUMMARY_LENGTH = 160
# Characters of HTML that hold such a summary nearly always.
LOOKED_AT = 1500
# What a row weighs besides its words, about.
OVERHEAD = 1_500
# Readers differ in few ways; more kinds than these are not kept beside one another.
MOST_KINDS = 16
# Which post of the page, what may be done with it, whether its author is here.
Look = tuple[int, May, bool]
# Topic, page, posts on a page, and what of a post its reader may and wants to see.
Key = tuple[int, int, int, View]


@dataclass(slots=True)
class HtmlOfKind:
    """Each post in each of its looks, and all of them together in theirs."""

    articles: dict[Look, str] = field(default_factory=dict)
    pieces: dict[tuple[Look, ...], Piece] = field(default_factory=dict)


class PostBlock(Kept):
    """`summary` is the beginning in plain words. The HTML is made by `posts_html`, which says `grew`."""

    __slots__ = ("_html", "key", "posts", "shown", "size", "summary")

    def __init__(self, made: int, shown: Shown, key: Key, posts: Sequence[PostRow]) -> None:
        super().__init__(made, shown)
        self.shown, self.key, self.posts, self.summary = shown, key, posts, _summary(posts)
        self._html: dict[Hashable, HtmlOfKind] = {}
        self.size = sum(len(post.html) + len(post.signature_html) + OVERHEAD for post in posts)

    def kind(self, key: Hashable) -> HtmlOfKind:
        """What was made for readers of one kind, such as those with the same clock."""
        if len(self._html) >= MOST_KINDS and key not in self._html:
            self._html.clear()
        return self._html.setdefault(key, HtmlOfKind())

    def grew(self, characters: int) -> None:
        self.size += characters
        _blocks.grew(self.key, self, characters)


def post_block(actor: Actor, topic: Topic, number: int, size: int) -> PostBlock:
    """The posts with these numbers. One query, or none when somebody who sees them alike was here."""
    key = (topic.pk, number, size, view_of(actor, topic))
    block = None if actor.is_guest else _blocks.find(key)
    if block is None or not block.is_true():
        block = _made(topic, key)
        if not actor.is_guest and block.may_be_kept:
            _blocks.put(key, block)
    block.shown.note_again()
    return block


def _made(topic: Topic, key: Key) -> PostBlock:
    made = moment()
    with shown.collecting() as noted:
        shown.note([f"topic:{topic.pk}"])
        posts = rows_on_page(topic, *key[1:])
    return PostBlock(made, noted, key, posts)


def _summary(posts: Sequence[PostRow]) -> str:
    """The beginning of the page in plain words, for search engines and link previews."""
    html = posts[0].html[:LOOKED_AT] if posts else ""
    # What was cut off in the middle of a tag is left out.
    whole = html.rpartition("<")[0] if len(html) == LOOKED_AT else html
    return Truncator(" ".join(unescape(strip_tags(whole)).split())).chars(SUMMARY_LENGTH)


_blocks: Store[PostBlock] = Store(settings.PAGE_CACHE_BYTES // 2)
forget_everything = _blocks.clear
