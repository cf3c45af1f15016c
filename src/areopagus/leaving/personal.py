"""What this room keeps about members itself, and what becomes of it when they go."""

from __future__ import annotations

from areopagus.core.personal import Holding, holds
from areopagus.leaving.models import Copy, CopyPiece, Farewell


def register() -> None:
    holds(
        Holding(model=Copy, mine="user", goes=True, untold="It is this."),
        Holding(model=CopyPiece, mine="copy__user", untold="It is this."),
        Holding(
            model=Farewell,
            mine="user",
            untold="They have asked for it and read of it in their settings.",
            stays={
                "user": "It is the number of an account in which nothing is left.",
                "names": "Emptied when the erasure ends.",
                "mails": "Emptied when the erasure ends.",
            },
        ),
    )
