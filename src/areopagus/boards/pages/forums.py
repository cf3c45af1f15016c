"""The index and the page of one forum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from areopagus.accounts.actors import Actor
from areopagus.boards import options, permissions, structure
from areopagus.boards.counts import count_of
from areopagus.boards.models import Forum, ForumSubscription, Level, Topic
from areopagus.boards.pages.finding import find_forum
from areopagus.boards.pages.forum_rows import ForumRow, Link, forum_rows
from areopagus.boards.pages.rows import TopicRow, topic_rows
from areopagus.boards.pages.sizes import posts_per_page, topics_per_page
from areopagus.boards.pages.unread_rows import (
    NOTHING,
    UNREAD,
    UNREAD_FORUMS,
    unread_among,
    unread_forums,
)
from areopagus.boards.pinned_everywhere import pinned_everywhere
from areopagus.core import shown
from areopagus.core.blocks import Block, block
from areopagus.core.paging import Pager, page_count
from areopagus.core.prepared import Prepared, given
from areopagus.core.sharing import Either, OwnIds
from areopagus.core.verdict import NotFound, Verdict

ORDERS: dict[int, tuple[str, ...]] = {
    Forum.Order.LAST_POST: ("-last_post_at", "-id"),
    Forum.Order.NEWEST: ("-started_at", "-id"),
    Forum.Order.TITLE: ("title", "id"),
}


@dataclass(frozen=True, slots=True)
class Count:
    number: int
    size: int = 100


# What the pages of stand-ins call it.
LEVEL, HAS_UNREAD = OwnIds("level"), Either("has unread")
# What a row of a list weighs, about.
ROW_BYTES = 1_200
NO_PAGES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class IndexLists:
    """The topics that are pinned in every forum, and the categories, each with its forums."""

    pinned: Sequence[TopicRow]
    categories: Sequence[tuple[str, Sequence[ForumRow]]]

    @property
    def size(self) -> int:
        forums = sum(len(forums) for _, forums in self.categories)
        return ROW_BYTES * (len(self.pinned) + forums)


@dataclass(frozen=True, slots=True)
class IndexPage:
    lists: Block[IndexLists]
    unread: frozenset[int] | OwnIds


@dataclass(frozen=True, slots=True)
class ForumLists:
    """What one page of a forum lists; `pinned` are topics of others that are pinned in every forum."""

    pinned: Sequence[TopicRow]
    subforums: Sequence[ForumRow]
    topics: Sequence[TopicRow]
    pages: Pager

    @property
    def all_topics(self) -> Sequence[TopicRow]:
        return [*self.pinned, *self.topics]

    @property
    def size(self) -> int:
        return ROW_BYTES * (len(self.all_topics) + len(self.subforums))


@dataclass(frozen=True, slots=True)
class ForumPage:
    forum: Forum
    url: str
    crumbs: Sequence[Link]
    announcement_html: str
    lists: Block[ForumLists]
    pages: Pager
    may_start: Verdict
    may_moderate: Verdict
    may_subscribe: Verdict
    level: Level | OwnIds
    shows_views: bool
    unread: frozenset[int] | OwnIds
    has_unread: bool | Either
    unread_forums: frozenset[int] | OwnIds


def index_page(actor: Actor) -> IndexPage:
    """No query while nobody posts."""
    return IndexPage(
        lists=block(
            ("index", permissions.sight_of(actor)),
            lambda: _index_lists(actor),
            is_kept=not actor.is_guest,
        ),
        unread=_unread_forums(actor),
    )


def _index_lists(actor: Actor) -> IndexLists:
    rows = groupby(forum_rows(actor), key=lambda row: (row.category_id, row.category))
    categories = [(category, list(forums)) for (_, category), forums in rows]
    # No ways to their pages, which are as many as each reader likes.
    return IndexLists(topic_rows(pinned_everywhere(actor), NO_PAGES), categories)


def forum_page(actor: Actor, forum_id: int, number: int = 1) -> ForumPage:
    """NotFound beyond the end. Two queries for a member while nobody writes in the forum."""
    forum = find_forum(actor, forum_id)
    sizes = topics_per_page(actor), posts_per_page(actor)
    lists = block(
        ("forum", forum_id, number, *sizes, permissions.sight_of(actor)),
        lambda: _forum_lists(actor, forum, number),
        is_kept=not actor.is_guest,
    )
    return ForumPage(
        forum=forum,
        url=forum.url,
        crumbs=crumbs_to(forum),
        announcement_html=structure.announcement_in(forum_id),
        lists=lists,
        pages=lists.data.pages,
        may_start=permissions.can_start_topic(actor, forum),
        may_moderate=permissions.can_moderate(actor, forum.pk),
        may_subscribe=permissions.can_subscribe(actor),
        level=LEVEL if actor.is_stand_in else level_in(actor, forum),
        shows_views=options.SHOW_VIEWS.get(),
        unread=(unread := _unread_among(actor, lists.data.all_topics)),
        has_unread=HAS_UNREAD if isinstance(unread, OwnIds) else bool(unread),
        unread_forums=_unread_forums(actor) if lists.data.subforums else NOTHING,
    )


def _forum_lists(actor: Actor, forum: Forum, number: int) -> ForumLists:
    shown.note([f"forum:{forum.pk}"])
    size = topics_per_page(actor)
    listed = _listed_in(forum)
    pages = Pager(number, page_count(listed, size), forum.url)
    if not 1 <= number <= pages.count:
        raise NotFound
    pinned = pinned_everywhere(actor, but_of=forum.pk) if number == 1 else []
    ids = [*pinned, *_ids_on_page(forum, number, size, listed)]
    topics = topic_rows(ids, posts_per_page(actor))
    return ForumLists(
        pinned=[topic for topic in topics if topic.topic_id in pinned],
        subforums=forum_rows(actor, below=forum.pk),
        topics=[topic for topic in topics if topic.topic_id not in pinned],
        pages=pages,
    )


def _listed_in(forum: Forum) -> int:
    """How many topics the forum lists: those it counts, and the stubs, which are few.

    Counting them all would take a look at each, a hundred thousand in a large forum.
    """

    def count() -> Count:
        shown.note([f"forum:{forum.pk}"])
        # Asked anew: what is kept must not be older than its moment, and `forum` was read before it.
        row = _LISTED.row(forum=forum.pk)
        return Count(row[0] if row else 0)

    return block(("topics listed", forum.pk), count).data.number


def _listed() -> QuerySet[Forum, Any]:
    stubs = Topic.objects.standing().filter(forum=OuterRef("pk"), is_stub=True)
    number = F("topic_count") + Coalesce(count_of(stubs, "forum"), 0)
    return Forum.objects.filter(pk=given("forum", int)).values_list(number)


_LISTED = Prepared(_listed)


def _ids_on_page(forum: Forum, number: int, size: int, listed: int) -> list[int]:
    """Pinned topics first, then the others, each in the forum's order.

    The ids are chosen by an index alone; names and last posts are joined for these rows only. What lies
    before a page is skipped one by one, so a page in the second half is looked for from the end.
    """
    start = (number - 1) * size
    pinned = [row[0] for row in _PINNED[forum.order].rows(forum=forum.pk)]
    here = pinned[start : start + size]
    skipped = max(0, start - len(pinned))
    behind = listed - len(pinned) - skipped - (most := size - len(here))
    if behind >= skipped:
        return here + _some(_OTHERS, forum, skipped, most)
    # The last page may have fewer.
    most = max(0, most + min(0, behind))
    return here + _some(_OTHERS_BACKWARDS, forum, max(0, behind), most)[::-1]


def _some(ids: Mapping[int, Prepared], forum: Forum, skipped: int, most: int) -> list[int]:
    return [row[0] for row in ids[forum.order].some_rows(skipped, most, forum=forum.pk)]


def _ids(order: int, *, pinned: bool = False, backwards: bool = False) -> Prepared:
    def build() -> QuerySet[Topic, Any]:
        topics = Topic.objects.standing().filter(
            forum=given("forum", int), pinned_at__isnull=not pinned
        )
        ordered = topics.order_by(*ORDERS[order])
        return (ordered.reverse() if backwards else ordered).values_list("id")

    return Prepared(build)


_PINNED = {order: _ids(order, pinned=True) for order in ORDERS}
_OTHERS = {order: _ids(order) for order in ORDERS}
_OTHERS_BACKWARDS = {order: _ids(order, backwards=True) for order in ORDERS}


def crumbs_to(forum: Forum) -> list[Link]:
    """From the index down to the forum's parent; the forum itself is not among them."""
    by_id = {place.forum_id: place for place in structure.places()}
    above: list[Link] = []
    at = forum.parent_id
    while at in by_id:
        place = by_id[at]
        above.append((place.name, place.url))
        at = place.parent_id
    return [("Forums", "/"), *reversed(above)]


def _unread_among(actor: Actor, rows: Sequence[TopicRow]) -> frozenset[int] | OwnIds:
    return UNREAD if actor.is_stand_in else unread_among(actor, rows)


def _unread_forums(actor: Actor) -> frozenset[int] | OwnIds:
    return UNREAD_FORUMS if actor.is_stand_in else unread_forums(actor)


def level_in(actor: Actor, forum: Forum) -> Level:
    if actor.user_id is None:
        return Level.NORMAL
    row = _SUBSCRIPTION.row(user=actor.user_id, forum=forum.pk)
    return Level.NORMAL if row is None else Level(row[0])


_SUBSCRIPTION = Prepared(
    lambda: ForumSubscription.objects.filter(
        user=given("user", int), forum=given("forum", int)
    ).values_list("level")
)
