"""The index and the page of one forum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from areopagus.accounts.actors import Actor
from areopagus.boards import options, permissions, structure
from areopagus.boards.models import Forum, ForumSubscription, Topic
from areopagus.boards.pages import statistics
from areopagus.boards.pages.finding import find_forum
from areopagus.boards.pages.forum_rows import ForumRow, Link, forum_rows
from areopagus.boards.pages.rows import TopicRow, topic_rows
from areopagus.boards.pages.sizes import posts_per_page, topics_per_page
from areopagus.boards.pages.statistics import Online
from areopagus.boards.querysets import TopicQuerySet
from areopagus.core import shown
from areopagus.core.paging import Pager, page_count
from areopagus.core.verdict import NotFound, Verdict

ORDERS: dict[int, tuple[str, ...]] = {
    Forum.Order.LAST_POST: ("-last_post_at", "-id"),
    Forum.Order.NEWEST: ("-started_at", "-id"),
    Forum.Order.TITLE: ("title", "id"),
}


@dataclass(frozen=True, slots=True)
class IndexPage:
    categories: Sequence[tuple[str, Sequence[ForumRow]]]
    statistics: statistics.Statistics
    online: Online | None


@dataclass(frozen=True, slots=True)
class ForumPage:
    forum: Forum
    url: str
    crumbs: Sequence[Link]
    subforums: Sequence[ForumRow]
    topics: Sequence[TopicRow]
    pages: Pager
    may_start: Verdict
    may_subscribe: Verdict
    is_subscribed: bool
    shows_views: bool


def index_page(actor: Actor) -> IndexPage:
    rows = forum_rows(actor)
    return IndexPage(
        categories=[
            (key[1], list(forums))
            for key, forums in groupby(rows, key=lambda row: (row.category_id, row.category))
        ],
        statistics=statistics.statistics(),
        online=statistics.whos_online(actor) if options.USERS_ONLINE.get() else None,
    )


def forum_page(actor: Actor, forum_id: int, number: int = 1) -> ForumPage:
    forum = find_forum(actor, forum_id)
    shown.note([f"forum:{forum_id}"])
    topics = Topic.objects.standing().filter(forum=forum)
    pages = Pager(number, page_count(topics.count(), topics_per_page(actor)), forum.url)
    if not 1 <= number <= pages.count:
        raise NotFound
    return ForumPage(
        forum=forum,
        url=forum.url,
        crumbs=crumbs_to(forum),
        subforums=forum_rows(actor, below=forum.pk),
        topics=_topics_on_page(actor, topics, forum, number),
        pages=pages,
        may_start=permissions.can_start_topic(actor, forum),
        may_subscribe=permissions.can_subscribe(actor),
        is_subscribed=_is_subscribed(actor, forum),
        shows_views=options.SHOW_VIEWS.get(),
    )


def _topics_on_page(
    actor: Actor, topics: TopicQuerySet, forum: Forum, number: int
) -> list[TopicRow]:
    """Pinned topics first, then the others, each in the forum's order."""
    size = topics_per_page(actor)
    start = (number - 1) * size
    ordered = topics.order_by(*ORDERS[forum.order]).values_list("id", flat=True)
    pinned = list(ordered.filter(pinned_at__isnull=False))
    here = pinned[start : start + size]
    skipped = max(0, start - len(pinned))
    # The ids are chosen by an index alone; names and last posts are joined for these rows only.
    here += ordered.filter(pinned_at=None)[skipped : skipped + size - len(here)]
    position = {topic_id: place for place, topic_id in enumerate(here)}
    rows = topic_rows(Topic.objects.filter(pk__in=here), posts_per_page(actor))
    return sorted(rows, key=lambda row: position[row.topic_id])


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


def _is_subscribed(actor: Actor, forum: Forum) -> bool:
    return (
        actor.user_id is not None
        and ForumSubscription.objects.filter(user=actor.user_id, forum=forum).exists()
    )
