"""Who writes what and when: the whole conversation of the demo board, before it meets the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from areopagus.ops.demo import texts


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit of a post: the text it had, when it changed, and why."""

    before: str
    at: datetime
    reason: str


@dataclass(slots=True)
class PlannedPost:
    """`author` names a member; a guest has a `guest_name` instead."""

    author: str
    at: datetime
    text: str
    guest_name: str = ""
    dialect: str = "bbcode"
    # Number of the post it answers, and the words it quotes from there.
    quotes: int | None = None
    quoting: str = ""
    edit: Edit | None = None
    removal_reason: str | None = None
    removed_by_author: bool = False
    # Given when it is written.
    post_id: int = 0


@dataclass(slots=True)
class PlannedTopic:
    forum: str
    title: str
    posts: list[PlannedPost] = field(default_factory=list)
    pinned: bool = False
    locked: bool = False
    views: int = 0
    # The forum it was moved to, leaving a stub.
    moved_to: str = ""
    removal_reason: str | None = None


class People:
    """Deals out authors: only who was a member at the time, the talkative more often."""

    def __init__(
        self, registered: dict[str, datetime], weights: dict[str, int], dice: Random
    ) -> None:
        self._registered = registered
        self._weights = weights
        self._dice = dice

    def anybody(self, at: datetime, but: str = "") -> str:
        there = [name for name in self._weights if name != but and self._registered[name] < at]
        return self._dice.choices(there, [self._weights[name] for name in there])[0]

    def one_of(self, names: Iterable[str], at: datetime) -> str:
        return self._dice.choice([name for name in names if self._registered[name] < at])


def plan_topics(people: People, dice: Random, now: datetime) -> list[PlannedTopic]:
    """Every topic that was written by hand, with remarks dealt out below it."""
    remarks: dict[str, list[str]] = texts.read("remarks")["remarks"]
    planned = []
    for name in texts.TOPIC_FILES:
        for row in texts.read(name)["topic"]:
            own = remarks.get(row["forum"], [])
            planned.append(_plan(row, own, people, dice, now))
    return planned


def _plan(
    row: dict[str, Any], remarks: list[str], people: People, dice: Random, now: datetime
) -> PlannedTopic:
    topic = PlannedTopic(
        forum=row["forum"],
        title=row["title"],
        pinned=row.get("pinned", False),
        locked=row.get("locked", False),
        views=row.get("views", 0),
        moved_to=row.get("moved_to", ""),
        removal_reason=row.get("removed_topic"),
    )
    written = [row, *row.get("post", [])]
    remarks = dice.sample(remarks, min(row.get("fill", 0), len(remarks)))
    for at, post in zip(_times(row, written, len(remarks), dice, now), written, strict=False):
        topic.posts.append(_post(post, at))
    last = topic.posts[-1].at
    for text, at in zip(remarks, _spread(last, row, len(remarks), dice, now), strict=True):
        topic.posts.append(PlannedPost(people.anybody(at, topic.posts[-1].author), at, text))
    return topic


def _times(
    row: dict[str, Any], written: list[dict[str, Any]], remarks: int, dice: Random, now: datetime
) -> Iterable[datetime]:
    """When each hand-written post was written: after the one before, before now."""
    at = now - timedelta(days=row["days"])
    step = _step(row, at, len(written) + remarks, now)
    for post in written:
        if "days" in post:
            at = now - timedelta(days=post["days"])
        yield at
        at += step * dice.uniform(0.3, 1.1)


def _spread(
    last: datetime, row: dict[str, Any], count: int, dice: Random, now: datetime
) -> Iterable[datetime]:
    step = _step(row, last, count + 1, now)
    for _ in range(count):
        last += step * dice.uniform(0.3, 1.1)
        yield last


def _step(row: dict[str, Any], start: datetime, count: int, now: datetime) -> timedelta:
    """The usual pause between two posts; shorter where the topic would run into the future."""
    return min(timedelta(days=row.get("every", 1)), (now - start) / (1.2 * count))


def _post(row: dict[str, Any], at: datetime) -> PlannedPost:
    edited = row.get("edited")
    return PlannedPost(
        author=row.get("by", ""),
        guest_name=row.get("guest", ""),
        at=at,
        text=row["text"].strip(),
        dialect=row.get("dialect", "bbcode"),
        quotes=row.get("quotes"),
        quoting=row.get("quoting", ""),
        edit=edited
        and Edit(
            edited["before"], at + timedelta(days=edited["days_later"]), edited.get("reason", "")
        ),
        removal_reason="" if row.get("removed_by_author") else row.get("removed"),
        removed_by_author=row.get("removed_by_author", False),
    )
