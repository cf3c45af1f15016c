"""A folder inside the board's for what the dump said. It goes with the run, or with the next one."""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BEGINNING = ".verify-"


@contextmanager
def workplace(board: Path) -> Iterator[Path]:
    _clear_away_abandoned(board)
    with (
        tempfile.TemporaryDirectory(prefix=BEGINNING, dir=board) as place,
        (Path(place) / "lock").open("w") as lock,
    ):
        # The lock ends with this process, however it ends.
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield Path(place)


def _clear_away_abandoned(board: Path) -> None:
    """A killed run could not clear up after itself; one that still runs is left alone."""
    for place in board.glob(f"{BEGINNING}*"):
        try:
            with (place / "lock").open("r+") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            # Still running, or begun this very moment.
            continue
        shutil.rmtree(place, ignore_errors=True)
