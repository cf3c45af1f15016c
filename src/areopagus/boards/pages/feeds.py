"""What feeds hold. Always seen with a guest's eyes, so that a feed is the same for everybody.

Titles and words are given as they are stored; addresses begin with a slash.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from areopagus.accounts import actors
from areopagus.accounts.actors import Actor
from areopagus.accounts.models.user import address_of
from areopagus.boards import options, permissions
from areopagus.boards.models.post import post_address
from areopagus.boards.models.topic import topic_address
from areopagus.boards.pages.finding import find_forum, find_topic
from areopagus.boards.pages.member_lists import find_member
from areopagus.boards.querysets import PostQuerySet, TopicQuerySet
from areopagus.core.verdict import NotFound, Refused

TOPIC_FIELDS = (
    "id",
    "title",
    "author_id",
    "author_name",
    "started_at",
    "first_post__html",
    "first_post__edited_at",
    "first_post__removed_at",
)
POST_FIELDS = (
    "id",
    "number",
    "subject",
    "author_id",
    "author_name",
    "posted_at",
    "edited_at",
    "html",
    "topic__title",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """`key` is the address that never changes; by it readers know what they have seen."""

    key: str
    url: str
    title: str
    author_name: str
    author_url: str | None
    posted_at: datetime
    changed_at: datetime
    html: str


@dataclass(frozen=True, slots=True)
class Feed:
    """`url` is the page for people that shows the same; `key` its address that never changes."""

    key: str
    url: str
    title: str
    about: str
    entries: Sequence[Entry]


def board_feed() -> Feed:
    """The newest topics of the board. Two queries."""
    title = options.TITLE.get()
    return Feed(
        "/", "/", title, f"The newest topics on {title}.", _topics(_visible_topics(actors.guest()))
    )


def forum_feed(forum_id: int) -> Feed:
    """The newest topics of one forum. Three queries."""
    guest = actors.guest()
    forum = find_forum(guest, forum_id)
    if forum.link:
        raise NotFound
    return Feed(
        f"/forums/{forum_id}/",
        forum.url,
        f"{forum.name} — {options.TITLE.get()}",
        f"The newest topics in {forum.name}.",
        _topics(_visible_topics(guest).filter(forum=forum)),
    )


def topic_feed(topic_id: int) -> Feed:
    """The newest posts of one topic. Three queries."""
    guest = actors.guest()
    topic = find_topic(guest, topic_id)
    if topic.is_stub:
        raise NotFound
    return Feed(
        f"/topics/{topic_id}/",
        topic.url,
        topic.title,
        f"The newest posts in {topic.title}.",
        _posts(permissions.visible_posts(guest).filter(topic=topic).order_by("-number")),
    )


def member_feed(member_id: int) -> Feed:
    """The newest posts of one member. Three queries."""
    guest = actors.guest()
    try:
        member = find_member(guest, member_id)
    except Refused as refusal:
        # A feed reader cannot sign in; to it the feed does not exist.
        raise NotFound from refusal
    return Feed(
        f"/members/{member_id}/",
        member.url,
        f"{member.name} — {options.TITLE.get()}",
        f"The newest posts by {member.name}.",
        _posts(permissions.visible_posts(guest).filter(author=member).order_by("-id")),
    )


def _visible_topics(guest: Actor) -> TopicQuerySet:
    return permissions.visible_topics(guest).filter(is_stub=False)


def _topics(topics: TopicQuerySet) -> list[Entry]:
    newest = topics.order_by("-id")[: options.FEED_LENGTH.get()]
    return [_topic_entry(row) for row in newest.values(*TOPIC_FIELDS)]


def _posts(posts: PostQuerySet) -> list[Entry]:
    newest = posts[: options.FEED_LENGTH.get()]
    return [_post_entry(row) for row in newest.values(*POST_FIELDS)]


def _topic_entry(row: Mapping[str, Any]) -> Entry:
    stands = row["first_post__removed_at"] is None
    return Entry(
        key=f"/topics/{row['id']}/",
        url=topic_address(row["id"], row["title"]),
        title=row["title"],
        author_name=row["author_name"],
        author_url=_author_url(row),
        posted_at=row["started_at"],
        changed_at=row["first_post__edited_at"] or row["started_at"],
        html=(row["first_post__html"] or "") if stands else "",
    )


def _post_entry(row: Mapping[str, Any]) -> Entry:
    url, title = post_address(row["id"]), row["topic__title"]
    return Entry(
        key=url,
        url=url,
        title=row["subject"] or (title if row["number"] == 1 else f"Re: {title}"),
        author_name=row["author_name"],
        author_url=_author_url(row),
        posted_at=row["posted_at"],
        changed_at=row["edited_at"] or row["posted_at"],
        html=row["html"],
    )


def _author_url(row: Mapping[str, Any]) -> str | None:
    return address_of(row["author_id"], row["author_name"]) if row["author_id"] else None
