"""What this board has no place for yet: every row of it lies in the archive, as it was."""

from __future__ import annotations

import json
from collections.abc import Iterator

from areopagus.importers.fluxbb.verification.boards import Boards
from areopagus.importers.fluxbb.verification.columns import KEYS, NUMBERS
from areopagus.importers.fluxbb.verification.old_board import Row
from areopagus.importers.fluxbb.verification.tally import Tally, shown

FOLDER = "import-archive"
TABLES = ("bans", "censoring", "config", "ranks")
# Left out of the archive, since it lies in a file.
SECRET = "o_smtp_pass"  # noqa: S105 - only its name.


def compare_archive(boards: Boards, tally: Tally) -> None:
    for table in TABLES:
        kind = f"{table} in the archive"
        key = KEYS[table]
        kept = {row.get(key): row for row in _archived(boards, table)}
        # The names are the four above.
        for row in boards.old.rows(f"SELECT * FROM {table} ORDER BY {key}"):  # noqa: S608
            name = f"{table} {row[key]} in the archive"
            if row[key] in kept:
                tally.row(kind, (), _differences(boards, table, name, row, kept[row[key]]))
            elif row[key] == SECRET:
                tally.left_out(kind, "the password of the mail server is kept nowhere")
            else:
                tally.missing(kind, name)
            kept.pop(row[key], None)
        for pk in kept:
            tally.intruder(kind, f"{table} {pk} in the archive")
        lost = boards.old.lost(table)
        tally.left_out(kind, "its key stood twice, or it had none: the first row counts", lost)


def archived_ids(boards: Boards, table: str) -> frozenset[int]:
    return frozenset(row["id"] for row in _archived(boards, table) if "id" in row)


def _differences(boards: Boards, table: str, name: str, row: Row, kept: Row) -> list[str]:
    numbers = NUMBERS[table].split()
    meant = {
        column: value
        if value is None or column in numbers
        else boards.old.meant(f"{table}.{column}", value)
        for column, value in row.items()
    }
    return [
        f"{name}: {column} was {shown(value)}, is {shown(kept.get(column))}"
        for column, value in meant.items()
        if kept.get(column) != value
    ]


def _archived(boards: Boards, table: str) -> Iterator[Row]:
    path = boards.folder / FOLDER / f"{table}.jsonl"
    if path.is_file():
        with path.open(encoding="utf-8") as file:
            for line in file:
                try:
                    yield json.loads(line)
                except ValueError:
                    # What cannot be read is missing, and is told as that.
                    continue
