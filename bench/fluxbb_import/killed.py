"""Kills an import at random moments, begins again each time, and compares the board with one that was left alone:
`python bench/fluxbb_import/killed.py [TIMES] [POSTS]`.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

GENERATOR = Path(__file__).with_name("big_board.py")
COMMAND = (sys.executable, "-m", "areopagus.ops.command")
# Salts, keys and the moment of the import itself differ between any two imports.
DIFFERING = {"password", "banned_at", "removed_at", "applied", "changed_at"}


def main(times: int, posts: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        dump = folder / "dump.sql"
        with dump.open("w") as file:
            subprocess.run([sys.executable, GENERATOR, str(posts)], stdout=file, check=True)
        begin = time.perf_counter()
        run(dump, folder / "quiet")
        seconds = time.perf_counter() - begin
        wanted = fingerprints(folder / "quiet")
        print(f"{posts:,} posts in {seconds:.1f} s")
        for attempt in range(times):
            kill_after(dump, folder / "killed", random.uniform(0.1, 0.8 * seconds))
            left = rows_left(folder / "killed")
            print(f"killed {attempt + 1:>2}: {left} posts were left behind")
            if left not in {0, posts}:
                sys.exit("A killed import has left half a board.")
            if left:
                # It had ended before it could be killed: once more from the beginning.
                shutil.rmtree(folder / "killed")
        if not rows_left(folder / "killed"):
            run(dump, folder / "killed")
        found = fingerprints(folder / "killed")
        if differing := sorted(table for table in wanted if found[table] != wanted[table]):
            sys.exit(f"The board is not the same: {', '.join(differing)}")
        print("The board is the same as the one that was left alone.")


def start(dump: Path, board: Path) -> subprocess.Popen[bytes]:
    command = [*COMMAND, "import", "fluxbb", str(dump), "--board", str(board)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)


def run(dump: Path, board: Path) -> None:
    if code := start(dump, board).wait():
        sys.exit(f"The import ended with {code}.")


def kill_after(dump: Path, board: Path, seconds: float) -> None:
    process = start(dump, board)
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()


def rows_left(board: Path) -> int:
    try:
        with sqlite3.connect(board / "board.sqlite3") as db:
            found: int = db.execute("SELECT COUNT(*) FROM boards_post").fetchone()[0]
            return found
    except sqlite3.OperationalError:
        # Killed before there was a table.
        return 0


def fingerprints(board: Path) -> dict[str, str]:
    """One for each table."""
    found = {}
    with sqlite3.connect(board / "board.sqlite3") as db:
        named = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        for (table,) in named.fetchall():
            told = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
            columns = ", ".join(f'"{name}"' for name in told if name not in DIFFERING)
            digest = hashlib.sha256()
            for row in db.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2"):
                digest.update(repr(row).encode())
            found[table] = digest.hexdigest()
    return found


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    main(*[*numbers, *(20, 5000)[len(numbers) :]])
