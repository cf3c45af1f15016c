"""The ways in which members are told. Who adds one declares it here, or in a room above.

PUSH = channel("push", "As a push message", hand_over=enqueue)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from areopagus.accounts.notices import Kind
from areopagus.notifications.models import Notice

HandOver = Callable[[Sequence[Notice]], None]
NO, ON, NOW, DAILY, WEEKLY = "", "on", "now", "daily", "weekly"


@dataclass(frozen=True, slots=True)
class Channel:
    """`choices` are the wishes that there are, the first being none: two make a box to tick, more a list.

    `hand_over` gets new notices of members who wish it, in the transaction that writes them: it
    enqueues a job. Mail and board need none, because the notice itself says it.
    """

    key: str
    label: str
    choices: Sequence[tuple[str, str]]
    hand_over: HandOver | None = None

    def default(self, kind: Kind) -> str:
        return kind.defaults.get(self.key, NO)


_channels: dict[str, Channel] = {}


def channel(
    key: str,
    label: str,
    choices: Sequence[tuple[str, str]] = ((NO, "No"), (ON, "Yes")),
    hand_over: HandOver | None = None,
) -> Channel:
    """ValueError: declared twice."""
    if key in _channels:
        raise ValueError(f"The channel {key} is declared twice")
    _channels[key] = Channel(key, label, choices, hand_over)
    return _channels[key]


def channel_named(key: str) -> Channel:
    """KeyError: nobody declared it."""
    return _channels[key]


def channels() -> Sequence[Channel]:
    return list(_channels.values())


BOARD = channel("board", "On the board")
MAIL = channel(
    "mail",
    "By mail",
    ((NO, "No mail"), (NOW, "At once"), (DAILY, "Once a day"), (WEEKLY, "Once a week")),
)
