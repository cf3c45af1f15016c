"""Where an old board may come from: a dump, a database file, or a database that is running."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from areopagus.importers.dumps import reading, running, sqlite_file
from areopagus.importers.dumps.pieces import Piece
from areopagus.importers.dumps.stream import BadDump

# By the address's scheme: what reads its rows, and what only looks for its tables.
RUNNING = {
    "mysql": (running.of_mysql, running.names_of_mysql),
    "mariadb": (running.of_mysql, running.names_of_mysql),
    "postgresql": (running.of_postgresql, running.names_of_postgresql),
    "postgres": (running.of_postgresql, running.names_of_postgresql),
}


def read(source: str | Path) -> Iterator[Piece]:
    """Tables and rows in the source's order. BadDump says where it stops making sense."""
    if isinstance(source, str) and "://" in source:
        return _running(source)[0](source)
    path = Path(source)
    return sqlite_file.read(path) if sqlite_file.is_one(path) else reading.read(path)


def table_names(source: str | Path) -> set[str]:
    """The tables of a source, without reading their rows; of a dump perhaps some that are none."""
    if isinstance(source, str) and "://" in source:
        return _running(source)[1](source)
    path = Path(source)
    return sqlite_file.table_names(path) if sqlite_file.is_one(path) else reading.table_names(path)


def _running(address: str) -> tuple[Callable[[str], Iterator[Piece]], Callable[[str], set[str]]]:
    scheme = urlsplit(address).scheme
    if scheme not in RUNNING:
        raise BadDump(f"{scheme}:// is no database we can read; there are {', '.join(RUNNING)}")
    return RUNNING[scheme]


def name_of(source: str) -> str:
    """For messages: never shows the password of an address."""
    if "://" in source:
        parts = urlsplit(source)
        return f"{parts.scheme}://{parts.hostname or ''}{parts.path}"
    return Path(source).name
