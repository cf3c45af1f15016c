"""What FluxBB's extern.php gave to other sites and to feed readers (FluxBB fact sheet §4.2).

The entries keep the keys they had on the old board, so that nobody is shown everything once more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from areopagus.accounts.actors import Actor
from areopagus.boards import permissions
from areopagus.boards.options import TITLE
from areopagus.boards.pages.feeds import (
    Entry,
    Feed,
    last_answered_topics,
    newest_posts,
    newest_topics,
    posts_of,
    readable_topics,
)
from areopagus.boards.pages.finding import find_forum, find_topic
from areopagus.boards.words import shown_title
from areopagus.core.verdict import NotFound
from areopagus.importers.fluxbb import options
from areopagus.importers.fluxbb.old_things import Asked, without_escapes

SHOWN, MOST_SHOWN = 15, 50
# More than this are not named by hand.
MOST_FORUMS = 500
KINDS = frozenset({"html", "rss", "atom", "xml"})
# The names of FluxBB 1.2, each with its order.
OLD_ACTIONS = {"active": "last_post", "new": "posted"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """`action` is "feed", "online", "online_full" or "stats". `forum_ids` None: every forum."""

    action: str
    kind: str
    topic_id: int | None
    forum_ids: frozenset[int] | None
    without: frozenset[int]
    is_by_last_post: bool
    length: int


def wanted(query: Mapping[str, str]) -> Wanted:
    """Whatever is said wrongly means what it means when nothing is said. NotFound: no such action."""
    asked = Asked(without_escapes(query))
    action = (asked.says("action") or "feed").lower()
    order = OLD_ACTIONS.get(action, asked.says("order").lower())
    if action in OLD_ACTIONS:
        action = "feed"
    if action not in {"feed", "online", "online_full", "stats"}:
        raise NotFound
    kind = asked.says("type").lower()
    length = asked.number("show") or SHOWN
    return Wanted(
        action,
        kind if kind in KINDS else "html",
        asked.number("tid") or 0 if "tid" in asked.query else None,
        _ids(asked, "fid") if asked.says("fid").strip() else None,
        _ids(asked, "nfid"),
        order != "posted",
        length if length <= MOST_SHOWN else SHOWN,
    )


def feed(actor: Actor, asked: Wanted) -> Feed:
    """NotFound when the actor may read nothing of what is asked for."""
    insist_on_reading(actor)
    if asked.topic_id is not None:
        return _posts(actor, asked.topic_id, asked.length)
    return _topics(actor, asked)


def insist_on_reading(actor: Actor) -> None:
    if not permissions.access(actor):
        raise NotFound


def _posts(actor: Actor, topic_id: int, length: int) -> Feed:
    topic = find_topic(actor, topic_id)
    if topic.is_stub:
        raise NotFound
    entries = newest_posts(posts_of(actor, topic), length)
    title = shown_title(topic.title)
    return Feed(
        key=_key(f"/viewtopic.php?id={topic_id}"),
        url=topic.url,
        title=f"{TITLE.get()} / {title}",
        about=f"The most recent posts in {title}.",
        entries=[_with_key(e, f"/viewtopic.php?pid={e.id}#p{e.id}") for e in entries],
    )


def _topics(actor: Actor, asked: Wanted) -> Feed:
    title, topics = TITLE.get(), readable_topics(actor)
    if asked.forum_ids is not None:
        readable = asked.forum_ids & permissions.access(actor).keys()
        if not readable:
            raise NotFound
        topics = topics.in_forums(readable)
        if len(asked.forum_ids) == 1:
            title = f"{title} / {find_forum(actor, *readable).name}"
    if asked.without:
        topics = topics.exclude(forum_id__in=asked.without)
    newest = last_answered_topics if asked.is_by_last_post else newest_topics
    action = "&action=new" if asked.is_by_last_post else ""
    return Feed(
        key=_key("/index.php"),
        url="/",
        title=title,
        about=f"The most recent topics at {TITLE.get()}.",
        entries=[
            _with_key(entry, f"/viewtopic.php?id={entry.id}{action}")
            for entry in newest(topics, asked.length)
        ],
    )


def _ids(asked: Asked, name: str) -> frozenset[int]:
    numbers = (Asked({"id": one}).number("id") for one in asked.says(name).split(",")[:MOST_FORUMS])
    return frozenset(number for number in numbers if number)


def _with_key(entry: Entry, old_address: str) -> Entry:
    return replace(entry, key=_key(old_address))


def _key(old_address: str) -> str:
    return options.first_old_address() + old_address
