"""What an administrator may change about upkeep."""

from __future__ import annotations

from areopagus.core.options import option

BACKUP_DAYS = option(
    "upkeep.backup_days",
    8,
    "Health reminds you when the last “areopagus backup” is longer ago than this, in days. 0: never, because you "
    "back up in another way.",
    at_least=0,
    at_most=365,
)
