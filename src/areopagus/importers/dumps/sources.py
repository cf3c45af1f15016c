"""Where an old board may come from: a dump, a database file, or a database that is running."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from areopagus.importers.dumps import reading, running, sqlite_file
from areopagus.importers.dumps.pieces import Piece
from areopagus.importers.dumps.stream import BadDump

RUNNING = {
    "mysql": running.of_mysql,
    "mariadb": running.of_mysql,
    "postgresql": running.of_postgresql,
    "postgres": running.of_postgresql,
}


def read(source: str | Path) -> Iterator[Piece]:
    """Tables and rows in the source's order. BadDump says where it stops making sense."""
    if isinstance(source, str) and "://" in source:
        scheme = urlsplit(source).scheme
        if scheme not in RUNNING:
            raise BadDump(f"{scheme}:// is no database we can read; there are {', '.join(RUNNING)}")
        return RUNNING[scheme](source)
    path = Path(source)
    return sqlite_file.read(path) if sqlite_file.is_one(path) else reading.read(path)


def name_of(source: str) -> str:
    """For messages: never shows the password of an address."""
    if "://" in source:
        parts = urlsplit(source)
        return f"{parts.scheme}://{parts.hostname or ''}{parts.path}"
    return Path(source).name
