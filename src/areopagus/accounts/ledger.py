"""What the ledger must know of members."""

from __future__ import annotations

from areopagus.accounts.models import User
from areopagus.core.ledger.tables import keeps


def register() -> None:
    keeps(
        User,
        rank=1,
        called=lambda member: member.name,
        derived=(
            "post_count",
            "last_post_at",
            "last_letter_at",
            "last_seen_at",
            "last_visit_at",
            "last_login",
        ),
    )
