"""`areopagus test`: pytest over the repository this is run from, two processes at a time."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]


def run_tests(arguments: Sequence[str]) -> int:
    """Further arguments go to pytest as they are."""
    if not (REPOSITORY / "tests").is_dir():
        sys.stderr.write(
            "areopagus: the tests are in the repository, not in the installed package\n"
        )
        return 1
    processes = str(min(os.cpu_count() or 1, 4))
    # Groups, because one board and one browser serve all browser tests.
    command = [
        *(sys.executable, "-m", "pytest", "-n", processes, "--dist", "loadgroup"),
        *arguments,
    ]
    return subprocess.call(command, cwd=REPOSITORY)  # noqa: S603 - our own words and the caller's.
