"""The rows of a dump in a temporary SQLite file, each value as the old board meant it.

A dump has its tables in the alphabet's order, so posts come before the topics and members they name.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b

from areopagus.importers import dumps
from areopagus.importers.charsets import Decoder, undoubled
from areopagus.importers.dumps import BadDump
from areopagus.importers.fluxbb.verification.columns import (
    KEYS,
    NUMBERS,
    RAW,
    REQUIRED,
    TABLES,
    TEXTS,
)

LARGEST = 2**53
FINGERPRINT_BYTES = 16
Value = str | bytes | int | None
# A post's text: its fingerprint, that of the text when it was encoded twice, and its length.
PRINTS = ("source", "repaired", "length")
ROWS_BETWEEN_WORDS = 20_000


def fingerprint(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=FINGERPRINT_BYTES).digest()


class Reading:
    """Tables are filled under the names they have in the dump; at its end the prefix is known."""

    def __init__(self, db: sqlite3.Connection, decoder: Decoder) -> None:
        self._db, self._decoder = db, decoder
        # By full name: what the dump says about a table, and how many rows of it there were.
        self._columns: dict[str, tuple[str, ...]] = {}
        self._rows: Counter[str] = Counter()
        self._made: set[str] = set()
        # By bare name, once all is read.
        self.columns: dict[str, frozenset[str]] = {}
        self.read: Counter[str] = Counter()
        self.others: Counter[str] = Counter()

    def take(self, source: str, prefix: str | None, said: Callable[[int], None]) -> None:
        """BadDump when it is no whole board."""
        spoken = 0
        for piece in dumps.read(source):
            if isinstance(piece, dumps.Table):
                self._columns[piece.name] = piece.columns
                self._rows.setdefault(piece.name, 0)
                continue
            self._keep(piece)
            if self._rows.total() - spoken >= ROWS_BETWEEN_WORDS:
                spoken = self._rows.total()
                said(spoken)
        self._settle(_prefix(frozenset(self._rows), prefix))

    def _keep(self, piece: dumps.Rows) -> None:
        columns = self._columns.setdefault(piece.name, piece.columns)
        columns = piece.columns or columns
        self._rows[piece.name] += len(piece.rows)
        bare = _bare(piece.name)
        if bare is None:
            return
        if any(len(row) != len(columns) for row in piece.rows):
            raise BadDump(
                f"up to line {piece.line}: a row of {piece.name} has not one value for each of "
                f"its {len(columns)} columns"
            )
        self._make(piece.name, bare)
        names, rows = self._meant(bare, columns, piece.rows)
        if not names:
            # A table of some mod, whose name only ends as one of FluxBB's does.
            return
        places = ", ".join("?" * len(names))
        # The names are those of columns.py. Of a key that stands twice the first row is kept.
        self._db.executemany(
            f"INSERT OR IGNORE INTO {_quoted(piece.name)} ({', '.join(names)}) VALUES ({places})",  # noqa: S608
            rows,
        )

    def _meant(
        self, bare: str, columns: Sequence[str], rows: Iterable[Sequence[bytes | None]]
    ) -> tuple[list[str], Iterator[list[Value]]]:
        texts, numbers = set(TEXTS[bare].split()), set(NUMBERS[bare].split())
        known = texts | numbers | set(RAW.get(bare, ()))
        taken = [(name, place) for place, name in enumerate(columns) if name in known]
        ways = [
            (place, self._text(f"{bare}.{name}") if name in texts else _number)
            if name in texts | numbers
            else (place, _raw)
            for name, place in taken
        ]
        names = [name for name, _ in taken]
        key = names.index(KEYS[bare]) if KEYS.get(bare) in names else None
        message = columns.index("message") if bare == "posts" and "message" in columns else None
        if message is not None:
            names += PRINTS

        def meant() -> Iterator[list[Value]]:
            for row in rows:
                values: list[Value] = [way(row[place]) for place, way in ways]
                if key is None or values[key] is not None:
                    yield values if message is None else values + self._prints(row[message])

        return names, meant()

    def _text(self, column: str) -> Callable[[bytes | None], Value]:
        text = self._decoder.text
        return lambda value: None if value is None else text(value, column)

    def _prints(self, message: bytes | None) -> list[Value]:
        text = self._decoder.text(message or b"", "posts.message")
        once = None if text.isascii() else undoubled(text)
        return [fingerprint(text), None if once is None else fingerprint(once), len(text)]

    def _make(self, name: str, bare: str) -> None:
        if name in self._made:
            return
        self._made.add(name)
        columns = [f"{column} INTEGER" for column in NUMBERS[bare].split()]
        columns += [*TEXTS[bare].split(), *RAW.get(bare, ())]
        if bare == "posts":
            columns += PRINTS
        described = ", ".join(
            f"{column} PRIMARY KEY" if column.split()[0] == KEYS.get(bare) else column
            for column in columns
        )
        self._db.execute(f"CREATE TABLE {_quoted(name)} ({described})")

    def _settle(self, prefix: str) -> None:
        """The chosen board's tables under their bare names, empty ones for those that it has not."""
        for name, rows in self._rows.items():
            bare = name.removeprefix(prefix) if name.startswith(prefix) else ""
            if bare not in TABLES:
                self.others[bare or name] += rows
                continue
            self._make(name, bare)
            if name != bare:
                # Another board in the same dump may have no prefix.
                self._db.execute(f"DROP TABLE IF EXISTS {_quoted(bare)}")
                self._db.execute(f"ALTER TABLE {_quoted(name)} RENAME TO {_quoted(bare)}")
                self._made.add(bare)
            self.columns[bare] = frozenset(self._columns.get(name, ()))
            self.read[bare] = rows
        for bare in TABLES - self.columns.keys():
            self._make(bare, bare)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _bare(name: str) -> str | None:
    """The longest name of FluxBB's that `name` ends with."""
    return max((bare for bare in TABLES if name.endswith(bare)), key=len, default=None)


def _prefix(names: frozenset[str], wanted: str | None) -> str:
    possible = [wanted] if wanted is not None else sorted(
        name.removesuffix("users") for name in names if name.endswith("users")
    )  # fmt: skip
    whole = [prefix for prefix in possible if all(prefix + table in names for table in REQUIRED)]
    if len(whole) > 1:
        shown = ", ".join(map(repr, whole))
        raise BadDump(f"The dump holds several boards; say which with --prefix: {shown}.")
    if not whole:
        begin = possible[0] if possible else ""
        missing = ", ".join(begin + table for table in REQUIRED if begin + table not in names)
        raise BadDump(f"No table {missing} in the dump, so it is not a whole FluxBB board.")
    return whole[0]


def _number(value: bytes | None) -> int | None:
    """What cannot be a number, or not one that FluxBB could have counted to, is none."""
    try:
        number = int(value) if value is not None else None
    except ValueError:
        return None
    return number if number is None or abs(number) <= LARGEST else None


def _raw(value: bytes | None) -> bytes | None:
    return value
