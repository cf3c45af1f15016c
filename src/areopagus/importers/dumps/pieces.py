"""What comes out of an old database, piece by piece."""

from __future__ import annotations

from dataclasses import dataclass

ROWS_AT_A_TIME = 500
# Values as bytes, since what they mean is decided later; numbers as their digits.
Row = tuple[bytes | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The source says how a table is made."""

    name: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of a table. `columns` is empty when the dump takes the table's own order."""

    name: str
    columns: tuple[str, ...]
    rows: list[Row]
    # Where in a dump the last of them stands, for messages; 0 where there are no lines.
    line: int = 0


Piece = Table | Rows
