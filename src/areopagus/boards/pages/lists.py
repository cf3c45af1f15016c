"""Topics gathered from the whole board: the active ones, the unanswered ones, the subscribed ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from areopagus.accounts.actors import Actor
from areopagus.boards import options, permissions, reading_marks, structure
from areopagus.boards.models import ForumSubscription, Level, Post, TopicSubscription
from areopagus.boards.pages.rows import TopicRow, topic_rows
from areopagus.boards.pages.sizes import posts_per_page, topics_per_page
from areopagus.boards.pages.unread_rows import unread_among
from areopagus.boards.querysets import TopicQuerySet
from areopagus.boards.structure import Place
from areopagus.core import shown
from areopagus.core.clock import now
from areopagus.core.paging import Pager, page_count
from areopagus.core.verdict import NotFound, Refused

ACTIVE_FOR = timedelta(hours=24)
LATEST_FIRST = ("-last_post_at", "-id")


@dataclass(frozen=True, slots=True)
class TopicList:
    """`heading`, `about` and `empty` say what list this is, to people and to search engines."""

    heading: str
    about: str
    empty: str
    crumbs: Sequence[tuple[str, str]]
    topics: Sequence[TopicRow]
    pages: Pager
    shows_views: bool
    unread: frozenset[int]


@dataclass(frozen=True, slots=True)
class SubscriptionsPage:
    """All forums with a level that can be read, and one page of such topics with theirs."""

    forums: Sequence[tuple[Place, Level]]
    topics: Sequence[TopicRow]
    levels: Mapping[int, Level]
    pages: Pager
    unread: frozenset[int]
    # From the closest to none.
    choices: Sequence[Level] = tuple(reversed(Level))


def active_topics(actor: Actor, number: int = 1) -> TopicList:
    topics = permissions.visible_topics(actor).filter(last_post_at__gte=now() - ACTIVE_FOR)
    return topic_list(
        actor,
        topics if actor.is_guest else reading_marks.without_muted(topics, actor.user_id),
        Pager(number, 0, "/active/"),
        heading="Active topics",
        about="Topics with a post in the last 24 hours.",
        empty="Nobody has written in the last 24 hours.",
    )


def unanswered_topics(actor: Actor, number: int = 1) -> TopicList:
    return topic_list(
        actor,
        permissions.visible_topics(actor).filter(post_count__lte=1),
        Pager(number, 0, "/unanswered/"),
        heading="Unanswered topics",
        about="Topics that nobody has answered yet.",
        empty="Every topic has an answer.",
    )


def new_topics(actor: Actor, number: int = 1) -> TopicList:
    """Refused for guests, who have no last visit that is known."""
    if actor.user is None:
        raise Refused("Sign in to see what is new since your last visit.")
    since = actor.user.last_visit_at or actor.user.registered_at
    return topic_list(
        actor,
        reading_marks.without_muted(
            permissions.visible_topics(actor).filter(last_post_at__gt=since), actor.user_id
        ),
        Pager(number, 0, "/new/"),
        heading="New since your last visit",
        about="Topics in which somebody has written since then, read or not.",
        empty="Nobody has written since your last visit.",
    )


def participated_topics(actor: Actor, number: int = 1) -> TopicList:
    """Refused for guests, whose posts are told apart by nothing."""
    if actor.user is None:
        raise Refused("Sign in to see in which topics you have written.")
    mine = Post.objects.standing().filter(author=actor.user).order_by()
    return topic_list(
        actor,
        permissions.visible_topics(actor).filter(pk__in=mine.values("topic")),
        Pager(number, 0, "/participated/"),
        heading="Topics you have written in",
        about="Begun by you or by others, the latest first.",
        empty="You have not written anywhere yet.",
    )


def subscriptions_page(actor: Actor, number: int = 1) -> SubscriptionsPage:
    """Refused for guests. Six queries."""
    permissions.can_subscribe(actor).insist()
    readable = permissions.access(actor)
    forums = ForumSubscription.objects.filter(user=actor.user_id)
    said = {pk: Level(level) for pk, level in forums.values_list("forum_id", "level")}
    topics, pages = rows_on_page(
        actor,
        permissions.visible_topics(actor).filter(subscriptions__user=actor.user_id, is_stub=False),
        Pager(number, 0, "/subscriptions/"),
        LATEST_FIRST,
    )
    mine = TopicSubscription.objects.filter(
        user=actor.user_id, topic__in=[row.topic_id for row in topics]
    )
    return SubscriptionsPage(
        [
            (place, said[place.forum_id])
            for place in structure.places()
            if place.forum_id in said and place.forum_id in readable
        ],
        topics,
        {pk: Level(level) for pk, level in mine.values_list("topic_id", "level")},
        pages,
        unread_among(actor, topics),
    )


def topic_list(
    actor: Actor,
    topics: TopicQuerySet,
    pages: Pager,
    order: Sequence[str] = LATEST_FIRST,
    *,
    heading: str,
    about: str,
    empty: str,
    crumbs: Sequence[tuple[str, str]] = (("Forums", "/"),),
) -> TopicList:
    """A page of `topics` without stubs. NotFound beyond the end. Four queries, five for a member."""
    rows, pages = rows_on_page(actor, topics.filter(is_stub=False), pages, order)
    unread = unread_among(actor, rows)
    return TopicList(heading, about, empty, crumbs, rows, pages, options.SHOW_VIEWS.get(), unread)


def rows_on_page(
    actor: Actor, topics: TopicQuerySet, pages: Pager, order: Sequence[str]
) -> tuple[list[TopicRow], Pager]:
    """The rows of page `pages.number`, and the pager with its count."""
    # Which topics these are changes with any post, and with time.
    shown.note_fleeting(1)
    size = topics_per_page(actor)
    pages = counted(pages, topics.count(), size)
    start = (pages.number - 1) * size
    # The ids are chosen by an index alone; names and last posts are joined for these rows only.
    here = list(topics.order_by(*order).values_list("id", flat=True)[start : start + size])
    return topic_rows(here, posts_per_page(actor)), pages


def counted(pages: Pager, rows: int, size: int) -> Pager:
    """The pager for so many rows. NotFound when its page lies beyond the end."""
    count = page_count(rows, size)
    if not 1 <= pages.number <= count:
        raise NotFound
    return Pager(pages.number, count, pages.base)
