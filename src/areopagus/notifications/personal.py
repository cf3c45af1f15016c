"""What this room keeps about members, and what becomes of it when they go. See `core.personal`."""

from __future__ import annotations

from areopagus.core.personal import Holding, holds
from areopagus.notifications.models import Digest, Notice, PushSubscription, Wishes


def register() -> None:
    holds(
        Holding(
            model=Notice,
            mine="user",
            goes=True,
            file="notices",
            told=("kind", "post_id", "subject_id", "made_at", "read_at", "mail", "sent_at"),
        ),
        Holding(
            model=PushSubscription,
            mine="user",
            goes=True,
            file="push_subscriptions",
            told=("endpoint", "made_at"),
        ),
        Holding(
            model=Digest,
            mine="user",
            goes=True,
            file="digests",
            told=("period", "made_at", "sent_at"),
        ),
        Holding(
            model=Wishes,
            mine="user",
            goes=True,
            file="wishes",
            told=("said", "quiet_from", "quiet_until"),
        ),
    )
