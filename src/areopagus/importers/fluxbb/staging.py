"""The old board as it was, in a temporary SQLite file: decoded, counted, not yet judged.

A dump has its tables in the alphabet's order, an import needs them in the order of what refers to
what. Here every question about the old board is one statement, and memory stays small.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from areopagus.importers import dumps
from areopagus.importers.charsets import Decoder, undoubled, without_references
from areopagus.importers.dumps import BadDump
from areopagus.importers.fluxbb import foreign, schema
from areopagus.importers.fluxbb.legacy13 import renumber_groups
from areopagus.importers.fluxbb.schema import TABLES, Column
from areopagus.importers.ledger import Ledger

LARGEST = 2**53
LAYOUT = "No table {missing} in the dump, so it is not a whole FluxBB board."
OF_ANOTHER = "of another board in the same dump"
# The versions whose tables are known; forks keep the first two numbers.
KNOWN_VERSIONS = ("1.2", "1.3", "1.4", "1.5")


class Staging:
    """`db` holds FluxBB's tables under their bare names, each with all columns of any version."""

    def __init__(self, db: sqlite3.Connection, ledger: Ledger, decoder: Decoder) -> None:
        self.db, self.ledger, self.decoder = db, ledger, decoder
        self.present: dict[str, frozenset[str]] = {}
        self.config: dict[str, str] = {}
        # Where the board could be reached, besides the address in its own config.
        self.base_urls: tuple[str, ...] = ()
        # Pictures that did not come along: what each was called, why, and the first post with it.
        self.pictures_left: list[tuple[str, str, int]] = []

    @property
    def is_12(self) -> bool:
        """Told by structure: half-finished upgrades say anything about their version."""
        return "first_post_id" not in self.present["topics"]

    @property
    def version(self) -> str:
        return self.config.get("o_cur_version", "")

    def has(self, table: str, column: str) -> bool:
        return column in self.present.get(table, frozenset())

    def rows(self, statement: str, *parameters: object) -> Iterator[sqlite3.Row]:
        return iter(self.db.execute(statement, parameters))

    def count(self, table: str) -> int:
        # The names come from schema.py.
        found: int = self.db.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]  # noqa: S608
        return found


@contextmanager
def staged(
    source: str | Path, folder: Path, *, charset: str = "cp1252", prefix: str | None = None
) -> Iterator[Staging]:
    """Reads the whole source. BadDump when it is no whole board of a version we know."""
    chosen, others = _board_in(source, prefix)
    with tempfile.TemporaryDirectory(prefix=".import-", dir=folder) as place:
        db = sqlite3.connect(Path(place) / "old-board.sqlite3")
        try:
            db.row_factory = sqlite3.Row
            # Nobody needs this file after a crash.
            db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
            db.execute(foreign.TABLE)
            staging = Staging(db, Ledger(), Decoder(charset))
            _Filling(staging, chosen, others).fill(source)
            _judge(staging)
            _mend(staging)
            yield staging
        finally:
            db.close()


class _Filling:
    """Rows of FluxBB's own tables are read for what they mean; all others are kept as they are."""

    def __init__(self, staging: Staging, prefix: str, others: list[str]) -> None:
        """`others` are the prefixes of other boards in the same source."""
        self._staging, self._prefix, self._others = staging, prefix, others
        self._columns: dict[str, tuple[str, ...]] = {}
        self._read: dict[str, int] = {}

    def fill(self, source: str | Path) -> None:
        for table in TABLES:
            self._make(table)
        for piece in dumps.read(source):
            if isinstance(piece, dumps.Table):
                self._columns[piece.name] = piece.columns
                self._read.setdefault(piece.name, 0)
            else:
                self._keep(piece)
        for name, read in self._read.items():
            self._account(name, read)

    def _bare(self, name: str) -> str:
        return name.removeprefix(self._prefix) if name.startswith(self._prefix) else ""

    def _is_of_another(self, name: str) -> bool:
        known = (*TABLES, *schema.DERIVED)
        return any(name.startswith(p) and name.removeprefix(p) in known for p in self._others)

    def _keep(self, piece: dumps.Rows) -> None:
        columns = piece.columns or self._columns.get(piece.name, ())
        self._columns.setdefault(piece.name, columns)
        self._read[piece.name] = self._read.get(piece.name, 0) + len(piece.rows)
        bare = self._bare(piece.name)
        if bare in TABLES:
            self._stage(piece, bare, columns)
        elif bare not in schema.DERIVED and not self._is_of_another(piece.name):
            foreign.keep_rows(self._staging, piece, columns)

    def _stage(self, piece: dumps.Rows, bare: str, columns: tuple[str, ...]) -> None:
        if not columns:
            raise BadDump(f"line {piece.line}: the dump does not say what columns {piece.name} has")
        known = {column.name: column for column in TABLES[bare]}
        taken = [(i, known[name]) for i, name in enumerate(columns) if name in known]
        if not taken:
            raise BadDump(f"line {piece.line}: {piece.name} has no column of FluxBB's {bare}")
        converters = [
            (place, _converter(bare, column, self._staging.decoder)) for place, column in taken
        ]
        for row in piece.rows:
            if len(row) != len(columns):
                raise BadDump(
                    f"up to line {piece.line}: a row of {piece.name} has {len(row)} values "
                    f"for {len(columns)} columns"
                )
        foreign.keep_columns(self._staging, piece, columns, known)
        converted = ([convert(row[place]) for place, convert in converters] for row in piece.rows)
        # Without a key every row may stay: such tables have none at all.
        key = next((i for i, (_, column) in enumerate(taken) if column.is_key), None)
        names = ", ".join(column.name for _, column in taken)
        places = ", ".join("?" * len(taken))
        # A key that stands twice is a damaged dump; the first row is kept, the other is counted.
        self._staging.db.executemany(
            f"INSERT OR IGNORE INTO {bare} ({names}) VALUES ({places})",  # noqa: S608
            (row for row in converted if key is None or row[key] is not None),
        )

    def _make(self, table: str) -> None:
        columns = ", ".join(
            column.name
            + (" INTEGER" if column.is_number else "")
            + (" PRIMARY KEY" if column.is_key else "")
            for column in TABLES[table]
        )
        self._staging.db.execute(f"CREATE TABLE {table} ({columns})")

    def _account(self, name: str, read: int) -> None:
        staging, bare = self._staging, self._bare(name)
        if bare in TABLES:
            staging.present[bare] = frozenset(self._columns.get(name, ()))
            staging.ledger.read(bare, read)
            doubles = read - staging.count(bare)
            staging.ledger.left_out(bare, "its key stood twice, or it had none", doubles)
            if bare in schema.DERIVED:
                staging.ledger.left_out(bare, schema.DERIVED[bare], read - doubles)
            return
        reason = OF_ANOTHER if self._is_of_another(name) else foreign.REASON
        staging.ledger.read(name, read)
        staging.ledger.left_out(name, schema.DERIVED.get(bare, reason), read)
        if bare in schema.OF_LEGACY_13:
            staging.present[bare] = frozenset()


def _board_in(source: str | Path, wanted: str | None) -> tuple[str, list[str]]:
    try:
        return _prefixes(dumps.table_names(source), wanted)
    except BadDump:
        # Perhaps the rest is missing; then reading it says on which line.
        for _ in dumps.read(source):
            pass
        raise


def _prefixes(names: set[str], wanted: str | None) -> tuple[str, list[str]]:
    """The prefix of the board that is wanted, and those of others beside it."""
    candidates = sorted(name.removesuffix("users") for name in names if name.endswith("users"))
    whole = [p for p in candidates if all(p + table in names for table in schema.REQUIRED)]
    if wanted is None and len(whole) > 1:
        shown = ", ".join(repr(p) for p in whole)
        raise BadDump(f"The dump holds several boards; say which with --prefix: {shown}.")
    chosen = next(iter(whole), None) if wanted is None else wanted
    if chosen is None or chosen not in whole:
        best = chosen if chosen is not None else next(iter(candidates), "")
        missing = [best + table for table in schema.REQUIRED if best + table not in names]
        raise BadDump(LAYOUT.format(missing=", ".join(missing)))
    return chosen, [p for p in whole if p != chosen]


def _converter(
    table: str, column: Column, decoder: Decoder
) -> Callable[[bytes | None], str | bytes | int | None]:
    where = f"{table}.{column.name}"

    def number(value: bytes | None) -> int | None:
        try:
            found = int(value) if value is not None else None
        except ValueError:
            return None
        return found if found is None or abs(found) <= LARGEST else None

    def text(value: bytes | None) -> str | None:
        return None if value is None else decoder.text(value, where)

    def binary(value: bytes | None) -> bytes | None:
        return value

    return number if column.is_number else binary if column.is_binary else text


def _judge(staging: Staging) -> None:
    """BadDump for what no import could make sense of."""
    _read_config(staging)
    if not staging.version.startswith(KNOWN_VERSIONS):
        said = repr(staging.version) if staging.version else "nothing"
        raise BadDump(
            f"The board's version is unknown: config says {said} for o_cur_version; "
            f"{', '.join(KNOWN_VERSIONS)} and master can be imported."
        )
    for table in ("users", "topics", "posts"):
        if not staging.has(table, "id"):
            raise BadDump(f"The table {table} of the dump has no column id.")


def _read_config(staging: Staging) -> None:
    rows = staging.rows("SELECT conf_name, conf_value FROM config")
    staging.config.update((row["conf_name"], row["conf_value"] or "") for row in rows)


def _mend(staging: Staging) -> None:
    """Repairs columns that were encoded twice; makes characters of 1.2's references."""
    staging.db.create_function("undoubled", 1, _undoubled, deterministic=True)
    staging.db.create_function("unreferenced", 1, _unreferenced, deterministic=True)
    for where, doubled in sorted(staging.decoder.doubled.items()):
        # What mods have added is kept as it is.
        if where in schema.COLUMNS and staging.decoder.is_doubled(where):
            table, column = where.split(".")
            _replace(staging, table, column, "undoubled")
            what = f"{where}: encoded twice, repaired"
            staging.ledger.changed[what] += doubled
        elif doubled:
            staging.ledger.changed[f"{where}: may have been encoded twice, kept"] += doubled
    if staging.is_12:
        for table, column in schema.PLAIN_TEXT:
            _replace(staging, table, column, "unreferenced")
    _read_config(staging)
    renumber_groups(staging.db, staging.config, staging.present, staging.ledger)


def _replace(staging: Staging, table: str, column: str, function: str) -> None:
    # Names from schema.py only.
    staging.db.execute(
        f"UPDATE {table} SET {column} = {function}({column}) "  # noqa: S608
        f"WHERE {function}({column}) <> {column}"
    )


def _undoubled(text: Any) -> Any:
    return (undoubled(text) or text) if isinstance(text, str) else text


def _unreferenced(text: Any) -> Any:
    return without_references(text) if isinstance(text, str) else text
