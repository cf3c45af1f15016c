"""The deeds of this room."""

from areopagus.antispam.actions.raids import end_raid, raid_by_rule, start_raid

__all__ = ["end_raid", "raid_by_rule", "start_raid"]
