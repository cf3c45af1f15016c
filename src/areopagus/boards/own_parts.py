"""What the shared pages of the boards have of each reader: marks of what is new, own posts, who is here.

Each is made by a view of what does not change while its page is true, and asked at every reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from areopagus.accounts.actors import Actor
from areopagus.boards import reading_marks, view_counts
from areopagus.boards.index_facts import facts_html
from areopagus.boards.models import Forum, Topic
from areopagus.boards.pages import ForumPage, TopicPage
from areopagus.boards.pages.forums import HAS_UNREAD, LEVEL, level_in
from areopagus.boards.pages.online import ONLINE, online_ids
from areopagus.boards.pages.rows import TopicRow
from areopagus.boards.pages.topic import AUTHOR, level_of
from areopagus.boards.pages.unread_rows import (
    UNREAD,
    UNREAD_FORUMS,
    unread_among,
    unread_forums,
)
from areopagus.core.sharing import Own, OwnIds


@dataclass(frozen=True, slots=True)
class OfIndex:
    def of(self, actor: Actor) -> Own:
        """One query."""
        unread = _named(UNREAD_FORUMS, unread_forums(actor))
        return Own(frozenset(unread), {"facts": facts_html(actor).encode()})

    def read_by(self, actor: Actor) -> None:
        """Nothing is noted."""


@dataclass(frozen=True, slots=True)
class OfForum:
    forum: Forum
    topics: Sequence[TopicRow]
    has_subforums: bool

    def of(self, actor: Actor) -> Own:
        """One query for each of three things, if there is something new."""
        return Own(frozenset(self._so(actor)), {})

    def _so(self, actor: Actor) -> Iterator[str]:
        yield LEVEL.of(level_in(actor, self.forum)).name
        if unread := unread_among(actor, self.topics):
            yield HAS_UNREAD.name
            yield from _named(UNREAD, unread)
        if self.has_subforums:
            yield from _named(UNREAD_FORUMS, unread_forums(actor))

    def read_by(self, actor: Actor) -> None:
        """Nothing is noted."""


@dataclass(frozen=True, slots=True)
class OfTopic:
    topic: Topic
    authors: frozenset[int]
    read_to: int

    def of(self, actor: Actor) -> Own:
        """One query."""
        return Own(frozenset(self._so(actor)), {})

    def _so(self, actor: Actor) -> Iterator[str]:
        yield LEVEL.of(level_of(actor, self.topic)).name
        if actor.user_id in self.authors:
            yield AUTHOR.of(actor.member_id).name
        yield from _named(ONLINE, self.authors & online_ids())

    def read_by(self, actor: Actor) -> None:
        view_counts.note(self.topic.pk)
        reading_marks.note(actor, self.topic.pk, self.read_to)


def of_forum(page: ForumPage) -> OfForum:
    lists = page.lists.data
    return OfForum(page.forum, lists.all_topics, bool(lists.subforums))


def of_topic(page: TopicPage) -> OfTopic:
    authors = frozenset(post.author_id for post in page.block.data.posts if post.author_id)
    return OfTopic(page.topic, authors, page.read_to)


def _named(ids: OwnIds, found: Iterable[int]) -> Iterator[str]:
    return (ids.of(thing_id).name for thing_id in found)
