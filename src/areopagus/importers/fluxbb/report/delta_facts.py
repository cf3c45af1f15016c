"""What a report says of a delta."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeltaSum:
    """Rows of one kind: what became of them since the last time."""

    name: str
    new: int
    changed: int
    unchanged: int
    vanished: int
    conflicts: int


@dataclass(frozen=True, slots=True)
class Told:
    """One thing of one row; `here` and `there` are its values, shortened."""

    table: str
    key: str
    named: str
    aspect: str
    here: str
    there: str
    why: str


@dataclass(frozen=True, slots=True)
class Delta:
    """What a later import found. `number` counts the times that the old board has moved in."""

    number: int
    since: str
    sums: list[DeltaSum]
    conflicts: list[Told]
    conflicts_in_all: int
    stayed: list[Told]
    stayed_in_all: int
    owned: list[Told]
    owned_in_all: int
