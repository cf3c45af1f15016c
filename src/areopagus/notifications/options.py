"""What an administrator may change about mails to members."""

from __future__ import annotations

from areopagus.core.options import option

BY_MAIL = option(
    "notifications.by_mail", True, "Whether members are told by mail of what they subscribed to."
)
