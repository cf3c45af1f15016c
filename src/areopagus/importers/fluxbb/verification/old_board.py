"""What the old board was, asked of its dump alone."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from areopagus.importers.charsets import Decoder, undoubled, without_references
from areopagus.importers.fluxbb.verification.columns import KEYS, WITH_REFERENCES
from areopagus.importers.fluxbb.verification.dump import Reading
from areopagus.importers.fluxbb.verification.groups13 import as_in_14

Row = dict[str, Any]
GUEST = 1
ADMINISTRATORS, MODERATORS, GUESTS, MEMBERS = 1, 2, 3, 4


@dataclass(slots=True)
class OldBoard:
    """`read` counts the rows of each table, `others` those of tables that are not compared."""

    db: sqlite3.Connection
    decoder: Decoder
    columns: dict[str, frozenset[str]]
    read: Counter[str]
    others: Counter[str]
    config: dict[str, str] = field(default_factory=dict)
    members: frozenset[int] = frozenset()
    groups: dict[int, Row] = field(default_factory=dict)
    forums: frozenset[int] = frozenset()
    # The newest moment at which somebody wrote: what is later was done on this board.
    newest: int = 0
    # Its groups had other numbers.
    is_13: bool = False

    def rows(self, statement: str, *parameters: object) -> Iterator[Row]:
        cursor = self.db.execute(statement, parameters)
        names = [column[0] for column in cursor.description]
        return (dict(zip(names, row, strict=True)) for row in cursor)

    def one(self, statement: str, *parameters: object) -> Any:
        """The first column of the first row, None when there is none."""
        row = self.db.execute(statement, parameters).fetchone()
        return None if row is None else row[0]

    def lost(self, table: str) -> int:
        """Rows whose key stood there before, or that had none."""
        # The names are those of columns.py.
        kept: int = self.one(f"SELECT COUNT(*) FROM {table}") if table in KEYS else self.read[table]  # noqa: S608
        return self.read[table] - kept

    @property
    def is_12(self) -> bool:
        """Told by structure: only 1.2 does not know a topic's first post."""
        return "first_post_id" not in self.columns["topics"]

    def repaired(self, column: str, text: str) -> str:
        """`text` as it was before it was encoded twice, where most of its column was."""
        return (undoubled(text) or text) if self.decoder.is_doubled(column) else text

    def with_characters(self, column: str, text: str) -> str:
        has_references = self.is_12 and column in WITH_REFERENCES
        return without_references(text) if has_references else text

    def meant(self, column: str, text: str | None) -> str:
        """The words themselves: repaired, with characters for references."""
        return self.with_characters(column, self.repaired(column, text or ""))

    def is_staff(self, group_id: int) -> bool:
        """FluxBB's rule; 1.2 had one group of moderators, the second."""
        if group_id == ADMINISTRATORS:
            return True
        said = self.groups.get(group_id, {}).get("g_moderator")
        return group_id == MODERATORS if said is None else bool(said)


def read_old_board(
    source: str,
    db: sqlite3.Connection,
    *,
    charset: str,
    prefix: str | None,
    said: Callable[[int], None],
) -> OldBoard:
    """BadDump when `source` is no whole board."""
    # Nobody needs this file after a crash.
    db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
    decoder = Decoder(charset)
    reading = Reading(db, decoder)
    reading.take(source, prefix, said)
    old = OldBoard(db, decoder, reading.columns, reading.read, reading.others)
    for row in old.rows("SELECT conf_name, conf_value FROM config"):
        old.config[row["conf_name"]] = old.meant("config.conf_value", row["conf_value"])
    old.is_13 = as_in_14(db, old.config, set(old.others))
    old.members = frozenset(row[0] for row in db.execute("SELECT id FROM users WHERE id > 1"))
    old.groups = {row["g_id"]: row for row in old.rows("SELECT * FROM groups WHERE g_id > 0")}
    old.forums = frozenset(row[0] for row in db.execute("SELECT id FROM forums WHERE id > 0"))
    newest = "SELECT MAX(posted) FROM posts WHERE posted <= ?"
    old.newest = old.one(newest, int(time.time())) or 0
    _find_homes(old)
    return old


def _find_homes(old: OldBoard) -> None:
    """Where the posts of a topic stand: in it; when it is a stub, at the end of where it leads."""
    old.db.executescript(
        """
        CREATE TABLE home (id INTEGER PRIMARY KEY, home INTEGER, is_stub INTEGER);
        INSERT INTO home SELECT id, id, 0 FROM topics WHERE id > 0 AND moved_to IS NULL;
        """
    )
    stubs: dict[int, int] = dict(
        old.db.execute("SELECT id, moved_to FROM topics WHERE id > 0 AND moved_to IS NOT NULL")
    )
    ends = [(stub, _end(old, stub, stubs), 1) for stub in stubs]
    old.db.executemany("INSERT INTO home VALUES (?, ?, ?)", ends)


def _end(old: OldBoard, stub: int, stubs: dict[int, int]) -> int | None:
    """None where the way goes in a circle, or to a topic that is gone."""
    passed, at = {stub}, stubs[stub]
    while at in stubs and at not in passed:
        passed.add(at)
        at = stubs[at]
    return at if old.one("SELECT 1 FROM home WHERE id = ? AND is_stub = 0", at) else None
