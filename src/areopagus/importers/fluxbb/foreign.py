"""Tables and columns that are not FluxBB's own, such as those of its mods: kept as they are, for later."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Protocol

from areopagus.importers.charsets import Decoder
from areopagus.importers.dumps import Rows
from areopagus.importers.fluxbb.schema import Column

TABLE = "CREATE TABLE foreign_rows (name TEXT, row TEXT)"
REASON = "not a table of FluxBB itself; kept in import-archive"


class Kept(Protocol):
    """Where the rows go, and how their bytes are read."""

    db: sqlite3.Connection
    decoder: Decoder


def keep_rows(kept: Kept, piece: Rows, columns: tuple[str, ...]) -> None:
    """Whole rows of a table nobody here knows. Its columns are numbered when the dump names none."""
    width = max(map(len, piece.rows), default=0)
    names = columns or tuple(f"column {number}" for number in range(1, width + 1))
    _write(kept, piece, dict(enumerate(names)), piece.name)


def keep_columns(
    kept: Kept, piece: Rows, columns: tuple[str, ...], known: Mapping[str, Column]
) -> None:
    """What a mod has added to a table of FluxBB's, and with it the columns that say whose it is."""
    added = [place for place, name in enumerate(columns) if name not in known]
    if not added:
        return
    keys = [place for place, name in enumerate(columns) if name in known and _is_key(known[name])]
    rows = [row for row in piece.rows if any(row[place] is not None for place in added)]
    told = Rows(piece.name, columns, rows)
    _write(kept, told, {p: columns[p] for p in [*keys, *added]}, f"{piece.name}-further-columns")


def _is_key(column: Column) -> bool:
    return column.is_key or column.name.endswith("_id")


def _write(kept: Kept, piece: Rows, names: Mapping[int, str], name: str) -> None:
    def told(row: tuple[bytes | None, ...]) -> str:
        values = {
            column: None if row[place] is None else kept.decoder.text(row[place] or b"", name)
            for place, column in names.items()
            if place < len(row)
        }
        return json.dumps(values, ensure_ascii=False)

    kept.db.executemany(
        "INSERT INTO foreign_rows VALUES (?, ?)", ((name, told(row)) for row in piece.rows)
    )
