"""What this board has no place for yet is kept beside it, every row as it was, for later."""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from areopagus.importers.fluxbb.staging import Staging

FOLDER = "import-archive"
TABLES = ("bans", "censoring", "config", "ranks", "reports")
# Nobody needs the old server's password again, and a file is easily passed on.
SECRETS = {"o_smtp_pass"}
NOT_IN_A_FILE_NAME = re.compile(r"[^\w-]")
LONGEST_NAME = 100


def write(old: Staging, board: Path) -> None:
    """One file of JSON lines a table; readable for the board's owner only, since bans hold addresses."""
    folder = board / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    written = {*TABLES, *_foreign_files(old)}
    for earlier in folder.glob("*.jsonl"):
        # A newer dump of the same board has it no more.
        if earlier.stem not in written:
            earlier.unlink()
    for table in TABLES:
        _write(folder, table, _rows(old, table))
    for name, tables in _foreign_files(old).items():
        found = (
            old.rows("SELECT row FROM foreign_rows WHERE name = ? ORDER BY rowid", table)
            for table in tables
        )
        _write(folder, name, (row["row"] for row in chain.from_iterable(found)))


def _foreign_files(old: Staging) -> dict[str, list[str]]:
    """Tables may be called anything, files may not: what is alike as a file shares one."""
    files = defaultdict[str, list[str]](list)
    for row in old.rows("SELECT DISTINCT name FROM foreign_rows ORDER BY name"):
        files[NOT_IN_A_FILE_NAME.sub("_", row["name"])[:LONGEST_NAME]].append(row["name"])
    return files


def _rows(old: Staging, table: str) -> Iterator[str]:
    # The names are the five above.
    for row in old.rows(f"SELECT * FROM {table} ORDER BY rowid"):  # noqa: S608
        if table != "config" or row["conf_name"] not in SECRETS:
            yield json.dumps(dict(row), ensure_ascii=False)


def _write(folder: Path, name: str, lines: Iterable[str]) -> None:
    unfinished = folder / f".{name}.jsonl"
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
        is_empty = not file.tell()
    if is_empty:
        unfinished.unlink()
        (folder / f"{name}.jsonl").unlink(missing_ok=True)
    else:
        unfinished.replace(folder / f"{name}.jsonl")
