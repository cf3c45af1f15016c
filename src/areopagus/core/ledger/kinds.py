"""The kinds of deeds there are: each room declares its own, beside the actions that do them.

LOCKED = kind("topics.lock", "locked {topics}", undo="They take replies again.")
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """`says` follows the name of whoever did it; `undo` says what undoing will bring about.

    `tells` is what those it was done to read, with the reason; "" for what decides nothing about anybody.
    `power` is what the group of a moderator must have to take it back, such as "may_ban_members"; "" for
    what is theirs in their forums.
    """

    name: str
    says: str
    undo: str
    tells: str = ""
    power: str = ""

    def sentence(self, details: Mapping[str, object]) -> str:
        # What an older version did not note down is left out rather than an error.
        return " ".join(self.says.format_map(defaultdict(str, details)).split())


_declared: dict[str, Kind] = {}


def kind(name: str, says: str, *, undo: str, tells: str = "", power: str = "") -> Kind:
    if name in _declared:
        raise ValueError(f"The kind of deed {name} is declared twice")
    _declared[name] = Kind(name, says, undo, tells, power)
    return _declared[name]


def kinds() -> Mapping[str, Kind]:
    """Every kind of deed by its name; complete once all rooms are imported."""
    return _declared


def kind_named(name: str) -> Kind:
    """One of an older version or of a room that is gone answers its bare name."""
    return _declared.get(name) or Kind(name, f"did “{name}”", "Everything is as it was before.")


UNDONE = kind("ledger.undo", "undid: {who} {what}", undo="It is done again.")
UNDONE_IN_PART = kind(
    "ledger.undo-part",
    "undid for {members}: {who} {what}",
    undo="For them it is done again.",
)
REDONE = kind("ledger.redo", "did again: {who} {what}", undo="It is undone again.")
