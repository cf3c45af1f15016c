"""How often each old address was asked for, counted in a temporary file and not in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from areopagus.importers.access_logs.reading import Damaged, Request, requests

LAYOUT = """
CREATE TABLE wanted (address TEXT PRIMARY KEY, requests INTEGER, answered INTEGER) WITHOUT ROWID
"""
COUNT = """
INSERT INTO wanted VALUES (?, 1, ?) ON CONFLICT (address) DO UPDATE
SET requests = requests + 1, answered = MAX(answered, excluded.answered)
"""
ROWS_AT_A_TIME = 10_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """`was_answered`: the old board did, at least once."""

    address: str
    requests: int
    was_answered: bool


@dataclass(slots=True)
class Counts:
    """Lines by what they were. `own_files` are of the old software itself, such as its style sheets."""

    old: int = 0
    own_files: int = 0
    sent: int = 0
    other: int = 0
    unreadable: int = 0

    @property
    def lines(self) -> int:
        return self.old + self.own_files + self.sent + self.other + self.unreadable


class Tallied:
    """`is_old` says of a path whether it was the old board's: True, its own file: None, else False."""

    def __init__(self, db: sqlite3.Connection, is_old: Callable[[str], bool | None]) -> None:
        self._db, self._is_old = db, is_old
        self._rows: list[tuple[str, bool]] = []
        self.counts = Counts()
        self.damaged: list[Path] = []
        db.execute(LAYOUT)

    def read(self, path: Path, tell: Callable[[int], None]) -> None:
        """OSError when the file cannot be opened."""
        try:
            for request in requests(path):
                self._take(request)
                if len(self._rows) >= ROWS_AT_A_TIME:
                    self._write()
                    tell(self.counts.lines)
        except Damaged:
            self.damaged.append(path)
        self._write()

    def most_wanted_first(self) -> Iterator[Wanted]:
        rows = self._db.execute(
            "SELECT address, requests, answered FROM wanted ORDER BY requests DESC, address"
        )
        return (Wanted(address, number, bool(answered)) for address, number, answered in rows)

    @property
    def distinct(self) -> int:
        found: int = self._db.execute("SELECT COUNT(*) FROM wanted").fetchone()[0]
        return found

    def _take(self, request: Request | None) -> None:
        counts = self.counts
        if request is None:
            counts.unreadable += 1
            return
        is_old = self._is_old(request.address.partition("?")[0])
        if is_old is False:
            counts.other += 1
        elif not request.is_reading:
            counts.sent += 1
        elif is_old is None:
            counts.own_files += 1
        else:
            counts.old += 1
            self._rows.append((request.address, request.was_answered))

    def _write(self) -> None:
        self._db.executemany(COUNT, self._rows)
        self._rows.clear()


@contextmanager
def tallied(is_old: Callable[[str], bool | None]) -> Iterator[Tallied]:
    # No name: SQLite keeps it in memory while it is small, then in a file that nobody else sees.
    with closing(sqlite3.connect("", isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        yield Tallied(db, is_old)
