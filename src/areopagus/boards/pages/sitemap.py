"""What search engines are shown: the forums and topics a guest may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Max

from areopagus.accounts import actors
from areopagus.boards import permissions
from areopagus.boards.models.forum import forum_address
from areopagus.boards.models.topic import topic_address
from areopagus.boards.querysets import TopicQuerySet
from areopagus.core import shown
from areopagus.core.remembered import Remembered
from areopagus.core.verdict import NotFound

# A part holds the topics whose ids lie in one range of this width: it costs the same wherever it
# lies, and can never hold more than the 50,000 addresses that the protocol allows.
IDS_IN_PART = 10_000


@dataclass(frozen=True, slots=True)
class Place:
    """An address beginning with a slash, and when what stands there changed last."""

    url: str
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Part:
    number: int
    changed_at: datetime


def parts() -> Sequence[Part]:
    """The parts in which a guest finds topics. At most a second old: it looks at every topic."""
    return _parts.get()


def topics_in(number: int) -> list[Place]:
    """The topics of one part. NotFound when there are none. Two queries."""
    shown.note_fleeting(1)
    first = (number - 1) * IDS_IN_PART
    rows = _topics().filter(id__gt=first, id__lte=first + IDS_IN_PART).order_by("id")
    places = [
        Place(topic_address(topic_id, title), at)
        for topic_id, title, at in rows.values_list("id", "title", "last_post_at")
    ]
    if not places:
        raise NotFound
    return places


def forums() -> list[Place]:
    """The index and all forums. Two queries."""
    shown.note_fleeting(1)
    rows = permissions.visible_forums(actors.guest()).filter(link="").order_by("id")
    return [
        Place("/", None),
        *(
            Place(forum_address(forum_id, name), at)
            for forum_id, name, at in rows.values_list("id", "name", "last_post__posted_at")
        ),
    ]


def _topics() -> TopicQuerySet:
    return permissions.visible_topics(actors.guest()).filter(is_stub=False)


def _read() -> list[Part]:
    rows = (
        _topics()
        .order_by()
        .annotate(part=(F("id") - 1) / IDS_IN_PART + 1)
        .values("part")
        .annotate(changed_at=Max("last_post_at"))
        .order_by("part")
    )
    return [Part(row["part"], row["changed_at"]) for row in rows]


_parts: Remembered[list[Part]] = Remembered("sitemap", _read, seconds=1)
