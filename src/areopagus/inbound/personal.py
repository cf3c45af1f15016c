"""What this room keeps about members, and what becomes of it when they go. See `core.personal`."""

from __future__ import annotations

from areopagus.core.personal import Holding, holds
from areopagus.inbound.models import Mail


def register() -> None:
    holds(
        Holding(
            model=Mail,
            mine="user",
            sets={"user": None, "reason": ""},
            file="mails-that-came-in",
            told=("came_at", "outcome", "reason"),
            stays={"key": "A digest, so that the same mail is not taken twice."},
        )
    )
