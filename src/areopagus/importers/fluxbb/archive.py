"""What this board has no place for yet is kept beside it, every row as it was, for later."""

from __future__ import annotations

import json
import os
from pathlib import Path

from areopagus.importers.fluxbb.staging import Staging

FOLDER = "import-archive"
TABLES = ("bans", "censoring", "ranks", "reports")


def write(old: Staging, board: Path) -> None:
    """One file of JSON lines a table; readable for the board's owner only, since bans hold addresses."""
    folder = board / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    for table in TABLES:
        if not old.count(table):
            continue
        unfinished = folder / f".{table}.jsonl"
        unfinished.unlink(missing_ok=True)
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            # The names are the four above.
            for row in old.rows(f"SELECT * FROM {table}"):  # noqa: S608
                file.write(json.dumps(dict(row), ensure_ascii=False) + "\n")
        unfinished.replace(folder / f"{table}.jsonl")
