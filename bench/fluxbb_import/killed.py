"""Kills imports at random moments, begins again each time, and compares the board with one that was left alone:
`python bench/fluxbb_import/killed.py [TIMES] [POSTS]`. First an import into an empty board, then one of a newer dump.
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
# Salts, keys and the moments of the imports themselves differ between any two.
DIFFERING = {
    "password", "banned_at", "removed_at", "applied", "changed_at", "finished_at", "noticed_at",
}  # fmt: skip
# So many posts are new in the second dump, of twenty.
LATER = 20


def main(times: int, posts: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        first, second = folder / "first.sql", folder / "second.sql"
        write_dump(first, posts)
        write_dump(second, posts, posts // LATER)
        moved_in = folder / "moved in"
        Trial(folder, first, None).killed(times, moved_in)
        Trial(folder, second, moved_in).killed(times, folder / "brought up to date")


def write_dump(dump: Path, *numbers: int) -> None:
    with dump.open("w") as file:
        words = [sys.executable, GENERATOR, *map(str, numbers)]
        subprocess.run(words, stdout=file, check=True)


class Trial:
    """Imports of `dump` into copies of `before`, or into nothing."""

    def __init__(self, folder: Path, dump: Path, before: Path | None) -> None:
        self.dump, self.before, self.board = dump, before, folder / "killed"

    def killed(self, times: int, quiet: Path) -> None:
        """Leaves the board that was left alone in `quiet`."""
        self.begin(quiet)
        began = time.perf_counter()
        run(self.dump, quiet)
        seconds = time.perf_counter() - began
        states = {rows_in(self.before), rows_in(quiet)}
        print(f"{self.dump.name}: {seconds:.1f} s, {rows_in(quiet):,} posts")
        self.begin(self.board)
        for attempt in range(times):
            kill_after(self.dump, self.board, random.uniform(0.1, 0.9 * seconds))
            left = rows_in(self.board)
            print(f"killed {attempt + 1:>2}: {left:,} posts are there")
            if left not in states:
                sys.exit("A killed import has left half a board.")
            if left == rows_in(quiet):
                # It had ended before it could be killed: once more from the beginning.
                self.begin(self.board)
        run(self.dump, self.board)
        wanted, found = fingerprints(quiet), fingerprints(self.board)
        if differing := sorted(table for table in wanted if found[table] != wanted[table]):
            sys.exit(f"The board is not the same: {', '.join(differing)}")
        print("The board is the same as the one that was left alone.")

    def begin(self, board: Path) -> None:
        shutil.rmtree(board, ignore_errors=True)
        if self.before is not None:
            shutil.copytree(self.before, board)


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


def rows_in(board: Path | None) -> int:
    """Posts that stand."""
    try:
        with sqlite3.connect(f"file:{board}/board.sqlite3?mode=ro", uri=True) as db:
            standing = "SELECT COUNT(*) FROM boards_post WHERE removed_at IS NULL"
            found: int = db.execute(standing).fetchone()[0]
            return found
    except sqlite3.OperationalError:
        # Killed before there was a table, or a board.
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
