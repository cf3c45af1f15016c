"""What this room keeps about members, and what becomes of it when they go. See `core.personal`."""

from __future__ import annotations

from areopagus.core.personal import Holding, holds
from areopagus.housekeeping.models import Canary, Chosen, Evidence, Sweep

ON_REQUEST = "It says what betrays those who advertise; an administrator answers who asks for it."


def register() -> None:
    holds(
        Holding(model=Evidence, mine="user", goes=True, untold=ON_REQUEST),
        Holding(model=Canary, mine="user", goes=True, names=("named_by_name",), untold=ON_REQUEST),
        Holding(model=Chosen, mine="user", goes=True, untold=ON_REQUEST),
        Holding(
            model=Sweep, names=("planned_by_name",), stays={"rules": "Rules, and nobody's names."}
        ),
    )
