"""What the ledger must know of smilies."""

from __future__ import annotations

from areopagus.core.ledger.recording import Deed
from areopagus.core.ledger.tables import keeps, rebuilds
from areopagus.uploads import smilies
from areopagus.uploads.models import Smiley


def register() -> None:
    keeps(Smiley, called=lambda smiley: f"The smiley {smiley.code}")
    rebuilds(_forget)


def _forget(deed: Deed) -> None:
    if deed.count_of(Smiley):
        smilies.forget()
