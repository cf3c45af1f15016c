"""Database files of SQLite 3, such as FluxBB's own on boards without a database server."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from areopagus.importers.dumps.pieces import ROWS_AT_A_TIME, Piece, Row, Rows, Table
from areopagus.importers.dumps.stream import BadDump

MAGIC = b"SQLite format 3\x00"
TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1"
)


def is_one(path: Path) -> bool:
    # What cannot be opened is told by whoever reads it as a dump.
    with suppress(OSError), path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC
    return False


def table_names(path: Path) -> set[str]:
    with _opened(path) as db:
        return set(_names(db))


def read(path: Path) -> Iterator[Piece]:
    with _opened(path) as db:
        for name in _names(db):
            yield from _table(db, name)


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        # Read only, and nothing is written beside it either.
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as db:
            # Bytes as they were stored: what they mean is decided later.
            db.text_factory = bytes
            yield db
    except sqlite3.Error as error:
        raise BadDump(f"{path.name} is a damaged database: {error}") from error


def _names(db: sqlite3.Connection) -> list[str]:
    return [name.decode("utf-8", "replace") for (name,) in db.execute(TABLES).fetchall()]


def _table(db: sqlite3.Connection, name: str) -> Iterator[Piece]:
    quoted = name.replace('"', '""')
    cursor = db.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608 - a name, quoted.
    columns = tuple(column[0] for column in cursor.description)
    yield Table(name, columns)
    while rows := cursor.fetchmany(ROWS_AT_A_TIME):
        yield Rows(name, columns, [_row(row) for row in rows])


def _row(values: tuple[bytes | float | None, ...]) -> Row:
    return tuple(
        value if value is None or isinstance(value, bytes) else str(value).encode()
        for value in values
    )
