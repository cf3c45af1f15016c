"""What this room keeps about members, and what becomes of it when they go. See `core.personal`."""

from __future__ import annotations

from areopagus.core.personal import Holding, holds
from areopagus.upkeep.models import Round


def register() -> None:
    holds(Holding(model=Round, names=("begun_by_name",)))
