"""What an administrator may change about how members are told."""

from __future__ import annotations

from areopagus.core.options import option

BY_MAIL = option(
    "notifications.by_mail", True, "Whether members are told by mail of what they subscribed to."
)
DAYS_KEPT = option(
    "notifications.days_kept",
    60,
    "For how many days notices stand on the board.",
    at_least=7,
    at_most=3650,
)
