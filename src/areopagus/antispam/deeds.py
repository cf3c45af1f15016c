"""The kinds of deeds of this room."""

from __future__ import annotations

from areopagus.core.ledger.kinds import kind

RAID_STARTED = kind(
    "antispam.raid",
    "switched raid mode on for {hours}",
    undo="Raid mode is off. Whoever waits is still there to be decided on.",
)
RAID_ENDED = kind(
    "antispam.raid-end", "ended raid mode", undo="It is on again, until the hour it had."
)
