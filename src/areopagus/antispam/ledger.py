"""What the ledger must know of this room."""

from __future__ import annotations

from areopagus.antispam import raid
from areopagus.antispam.models import Raid
from areopagus.core.ledger.recording import Deed
from areopagus.core.ledger.tables import keeps, rebuilds


def register() -> None:
    keeps(Raid, called=lambda _: "Raid mode")
    rebuilds(_look_again)


def _look_again(deed: Deed) -> None:
    if deed.count_of(Raid):
        raid.forget()
