"""An invented old board, served, with Ada to look after it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.serving import Served, serving

MAKE = Path(__file__).resolve().parents[2] / "bench/spam/make_board.py"


@contextmanager
def old_board(folder: Path, accounts: int) -> Iterator[Served]:
    subprocess.run([sys.executable, str(MAKE), str(folder), str(accounts)], check=True)
    with serving(folder, demo=False) as served:
        yield served
