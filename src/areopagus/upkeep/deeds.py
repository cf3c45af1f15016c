"""The kinds of deeds of this room."""

from __future__ import annotations

from areopagus.core.ledger.kinds import kind

TOPICS_PRUNED = kind(
    "topics.prune",
    "removed {topics} without a reply for {days}{where}",
    undo="Readers find them again.",
)
