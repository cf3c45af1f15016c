"""What all parts of a move share, and how FluxBB's values become ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

from areopagus.importers.fluxbb.staging import Staging
from areopagus.importers.ledger import Ledger
from areopagus.importers.progress import Progress

T = TypeVar("T")
# A ghost author: by the number of the lost account where it is known, else by origin and name.
GhostKey = tuple[int | None, str, str]
ROWS_AT_A_TIME = 500
# Databases hold four bytes where we count; nobody's counter is really larger.
LARGEST_COUNT = 2**31 - 1
# The year 2100: what lies behind it is a damaged number, not a date.
LATEST = 4_102_444_800
# Holds in place of a date that the old board did not know.
UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Move:
    """One move: the old board, the moment it happens, and who and what has arrived so far."""

    old: Staging
    now: datetime
    progress: Progress
    # The folder the old board was installed in, when it is at hand.
    files: Path | None = None
    # By table, the first id that the old board may not have (see rooms.py).
    edges: Mapping[str, int] = field(default_factory=dict)
    # Only to see what would stand here: passwords and signatures stay as the old board had them.
    is_draft: bool = False
    # Names of members by id, and the ids of what may be referred to.
    members: dict[int, str] = field(default_factory=dict)
    groups: set[int] = field(default_factory=set)
    forums: set[int] = field(default_factory=set)
    # Ids of ghost authors.
    ghosts: dict[GhostKey, int] = field(default_factory=dict)
    # Paths of pictures that were stored.
    pictures: set[str] = field(default_factory=set)
    # Digests of the files they were made of, by member, and the members whose files were looked at.
    avatars: dict[int, bytes] = field(default_factory=dict)
    seen_avatars: set[int] = field(default_factory=set)

    @property
    def ledger(self) -> Ledger:
        return self.old.ledger

    @property
    def dialect(self) -> str:
        return "fluxbb12" if self.old.is_12 else "bbcode"

    def cut(self, text: str | None, length: int, where: str) -> str:
        """`text` as long as our column holds; what is lost is told."""
        said = (text or "").strip()
        if len(said) > length:
            self.ledger.change(f"{where}: shortened to {length} characters", said)
        return said[:length]


def moment(seconds: int | None) -> datetime | None:
    """FluxBB writes 0 or NULL for never."""
    if not seconds or not 0 < seconds < LATEST:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def count(number: int | None) -> int:
    return min(max(number or 0, 0), LARGEST_COUNT)


def position(number: int | None) -> int:
    """Where something stands among others; what is beyond all stands at an end."""
    return min(max(number or 0, -LARGEST_COUNT), LARGEST_COUNT)


def flag(row: sqlite3.Row, name: str, *, default: bool) -> bool:
    """A column that an older version does not have is NULL and means what 1.5 would have set."""
    return default if row[name] is None else bool(row[name])


def batched(rows: Iterable[T], size: int = ROWS_AT_A_TIME) -> Iterator[list[T]]:
    going = iter(rows)
    while some := list(islice(going, size)):
        yield some
