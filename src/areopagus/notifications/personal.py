"""What this room keeps about members, and what becomes of it when they go. See `core.personal`."""

from __future__ import annotations

from areopagus.core.personal import Holding, holds
from areopagus.notifications.models import Notice


def register() -> None:
    holds(
        Holding(
            model=Notice,
            mine="user",
            goes=True,
            file="notices",
            told=("post_id", "of_forum", "named", "made_at", "sent_at"),
        )
    )
