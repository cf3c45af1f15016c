"""What this room keeps about members, and what becomes of it when they go. See `core.personal`."""

from __future__ import annotations

from areopagus.antispam.models import Arrival, Knowledge, Listing, Raid
from areopagus.core.personal import Holding, holds


def register() -> None:
    holds(
        Holding(model=Arrival, mine="user", goes=True, file="registration", told=("seconds",)),
        Holding(
            model=Listing,
            mine="user",
            goes=True,
            file="reported-elsewhere",
            told=("answered_at", "address_times", "address_last_at", "mail_times", "mail_last_at"),
        ),
        Holding(model=Raid, names=("started_by_name",)),
        Holding(
            model=Knowledge,
            stays={"seen": "How often a word was seen in all texts; nobody wrote them any more."},
        ),
    )
