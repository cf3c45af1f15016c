"""What feeds hold. The board's own are seen with a guest's eyes, so that one is the same for everybody.

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
from areopagus.boards.models import Topic
from areopagus.boards.models.post import post_address
from areopagus.boards.models.topic import topic_address
from areopagus.boards.pages.finding import find_forum, find_topic
from areopagus.boards.pages.member_lists import find_member
from areopagus.boards.querysets import PostQuerySet, TopicQuerySet
from areopagus.boards.words import shown_title
from areopagus.core import shown
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
LAST_POST_FIELDS = (
    "id",
    "title",
    "author_name",
    "started_at",
    "last_post_id",
    "last_post__author_id",
    "last_post__author_name",
    "last_post__posted_at",
    "last_post__edited_at",
    "last_post__html",
    "last_post__removed_at",
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
    """`key` is the address that never changes; by it readers know what they have seen.

    `id` is the topic's or the post's. A key or address that does not begin with a slash is a whole one.
    """

    id: int
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
        "/",
        "/",
        title,
        f"The newest topics on {title}.",
        newest_topics(readable_topics(actors.guest()), options.FEED_LENGTH.get()),
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
        newest_topics(readable_topics(guest).filter(forum=forum), options.FEED_LENGTH.get()),
    )


def topic_feed(topic_id: int) -> Feed:
    """The newest posts of one topic. Three queries."""
    guest = actors.guest()
    topic = find_topic(guest, topic_id)
    if topic.is_stub:
        raise NotFound
    title = shown_title(topic.title)
    return Feed(
        f"/topics/{topic_id}/",
        topic.url,
        title,
        f"The newest posts in {title}.",
        newest_posts(posts_of(guest, topic), options.FEED_LENGTH.get()),
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
        newest_posts(
            permissions.visible_posts(guest).filter(author=member).order_by("-id"),
            options.FEED_LENGTH.get(),
        ),
    )


def readable_topics(actor: Actor) -> TopicQuerySet:
    """Stubs are not among them: what they lead to is."""
    return permissions.visible_topics(actor).filter(is_stub=False)


def posts_of(actor: Actor, topic: Topic) -> PostQuerySet:
    return permissions.visible_posts(actor).filter(topic=topic).order_by("-number")


def newest_topics(topics: TopicQuerySet, length: int) -> list[Entry]:
    """Those started last, each with its first post."""
    shown.note_fleeting(1)
    return [_topic_entry(row) for row in topics.order_by("-id")[:length].values(*TOPIC_FIELDS)]


def last_answered_topics(topics: TopicQuerySet, length: int) -> list[Entry]:
    """Those with the newest posts, each with that post."""
    shown.note_fleeting(1)
    newest = topics.order_by("-last_post_at", "-id")[:length]
    return [_last_post_entry(row) for row in newest.values(*LAST_POST_FIELDS)]


def newest_posts(posts: PostQuerySet, length: int) -> list[Entry]:
    shown.note_fleeting(1)
    return [_post_entry(row) for row in posts[:length].values(*POST_FIELDS)]


def _topic_entry(row: Mapping[str, Any]) -> Entry:
    stands = row["first_post__removed_at"] is None
    return Entry(
        id=row["id"],
        key=f"/topics/{row['id']}/",
        url=topic_address(row["id"], row["title"]),
        title=shown_title(row["title"]),
        author_name=row["author_name"],
        author_url=_author_url(row),
        posted_at=row["started_at"],
        changed_at=row["first_post__edited_at"] or row["started_at"],
        html=(row["first_post__html"] or "") if stands else "",
    )


def _last_post_entry(row: Mapping[str, Any]) -> Entry:
    last = {name.removeprefix("last_post__"): value for name, value in row.items()}
    # A topic may have lost all its posts.
    stands = row["last_post_id"] is not None and last["removed_at"] is None
    posted_at = row["last_post__posted_at"] or row["started_at"]
    return Entry(
        id=row["id"],
        key=f"/topics/{row['id']}/",
        url=post_address(row["last_post_id"]) if stands else topic_address(row["id"], row["title"]),
        title=shown_title(row["title"]),
        author_name=last["author_name"] or row["author_name"],
        author_url=_author_url(last),
        posted_at=posted_at,
        changed_at=last["edited_at"] or posted_at,
        html=last["html"] if stands else "",
    )


def _post_entry(row: Mapping[str, Any]) -> Entry:
    url = post_address(row["id"])
    title, subject = shown_title(row["topic__title"]), shown_title(row["subject"])
    return Entry(
        id=row["id"],
        key=url,
        url=url,
        title=subject or (title if row["number"] == 1 else f"Re: {title}"),
        author_name=row["author_name"],
        author_url=_author_url(row),
        posted_at=row["posted_at"],
        changed_at=row["edited_at"] or row["posted_at"],
        html=row["html"],
    )


def _author_url(row: Mapping[str, Any]) -> str | None:
    return address_of(row["author_id"], row["author_name"]) if row["author_id"] else None
