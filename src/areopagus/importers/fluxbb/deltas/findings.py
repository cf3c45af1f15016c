"""What a delta found and did, by table; kept in memory for its report."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

MOST_LISTED = 500
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Found:
    """One thing people should read. `here` and `there` are both values, as text."""

    table: str
    key: str
    named: str
    aspect: str
    here: str
    there: str
    why: str


@dataclass(slots=True)
class Sum:
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    vanished: int = 0
    conflicts: int = 0


@dataclass(slots=True)
class Findings:
    """`listed` are conflicts, `stayed` is what vanished there and stands here all the same."""

    sums: defaultdict[str, Sum] = field(default_factory=lambda: defaultdict(Sum))
    listed: list[Found] = field(default_factory=list)
    stayed: list[Found] = field(default_factory=list)
    stayed_in_all: int = 0
    # What only somebody here has changed.
    owned: list[Found] = field(default_factory=list)
    owned_in_all: int = 0

    @property
    def conflicts(self) -> int:
        return sum(found.conflicts for found in self.sums.values())

    def conflict(self, found: Found) -> None:
        self.sums[found.table].conflicts += 1
        if len(self.listed) < MOST_LISTED:
            self.listed.append(found)

    def own(self, found: Found) -> None:
        self.owned_in_all += 1
        if len(self.owned) < MOST_LISTED:
            self.owned.append(found)

    def stays(self, found: Found) -> None:
        self.stayed_in_all += 1
        if len(self.stayed) < MOST_LISTED:
            self.stayed.append(found)


def shown(values: Any) -> str:
    """As people read it: empty for nothing."""
    parts = [_one(value) for value in (values if isinstance(values, tuple) else (values,))]
    said = " · ".join(part for part in parts if part)
    return said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"


def _one(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if hasattr(value, "isoformat"):
        return str(value.isoformat(sep=" ", timespec="minutes"))[:16]
    if isinstance(value, dict):
        return ", ".join(f"{name}: {said}" for name, said in sorted(value.items()))
    return str(value)
