"""Topics and reports: what goes with them when they come, change or vanish."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from areopagus.boards.models import Post, Topic
from areopagus.importers.fluxbb.deltas.findings import shown
from areopagus.importers.fluxbb.deltas.kinds import TOPICS, Kind
from areopagus.importers.fluxbb.deltas.merging import (
    CHANGED_HERE_GONE_THERE,
    EVERYTHING,
    GONE,
    Merge,
    at,
    made_of,
    named,
)
from areopagus.importers.fluxbb.deltas.places import place_of_topic
from areopagus.importers.fluxbb.deltas.reading import Key, Row
from areopagus.moderation.models import Report

ANSWERED_HERE = "gone there, but answered here, so it stays"


def add_topics(merge: Merge, kind: Kind, rows: Sequence[Row]) -> None:
    topics: list[Topic] = made_of(kind, rows)
    for topic in topics:
        topic.forum_id = place_of_topic(merge, topic.pk, topic.forum_id)
    Topic.objects.bulk_create(topics, 200)


def change_topic(merge: Merge, key: Key, columns: dict[str, Any]) -> None:
    if "forum_id" in columns:
        columns["forum_id"] = place_of_topic(merge, key[0], columns["forum_id"])
    at(TOPICS, key).update(**columns)


def vanish_topic(merge: Merge, key: Key, row: Row, is_touched: bool) -> None:
    if row[1 + TOPICS.columns.index("removed_at")] is not None:
        return
    own = Post.objects.filter(topic=key[0], pk__gte=merge.move.edges["posts"], removed_at=None)
    if is_touched or own.exists():
        merge.conflict(
            "topics", key, named(TOPICS, row), EVERYTHING, here=shown(row[1:3]), there="",
            why=CHANGED_HERE_GONE_THERE if is_touched else ANSWERED_HERE,
        )  # fmt: skip
        return
    at(TOPICS, key).update(removed_at=merge.move.now, removal_reason=GONE)


def vanish_report(merge: Merge, key: Key, row: Row, is_touched: bool) -> None:  # noqa: ARG001
    """FluxBB forgets reports that were settled."""
    still_open = Report.objects.filter(pk=key[0], settled_at=None)
    if not is_touched:
        still_open.update(settled_at=merge.move.now)
