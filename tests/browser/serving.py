"""A real board, served by the real command in a process of its own, for browser tests and screenshots."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

COMMAND = (sys.executable, "-m", "areopagus.ops.command")
PATIENCE = 60


@dataclass(frozen=True)
class Served:
    """`address` has no slash at its end; `set_up` is the one-time link of a new board."""

    address: str
    folder: Path
    set_up: str | None
    pid: int


@contextmanager
def serving(folder: Path, *, demo: bool) -> Iterator[Served]:
    """Serves the board in `folder` on a free port of the loopback until the block ends."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("AREOPAGUS_")}
    arguments = ["serve", "--board", str(folder), "--port", "0", "--workers", "1"]
    process = subprocess.Popen(
        [*COMMAND, *arguments, *(["--demo"] if demo else [])],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield greeting(process, folder)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE)
        if process.stdout is not None:
            process.stdout.close()


def greeting(process: subprocess.Popen[str], folder: Path) -> Served:
    """Reads what the command says until it has said that it serves."""
    said, address, set_up = "", None, None
    for line in process.stdout or ():
        said += line
        if link := re.search(r"http://\S+/set-up/\S+", line):
            set_up = link[0]
        elif found := re.search(r"http://127\.0\.0\.1:\d+", line):
            address = found[0]
        if "Ctrl-C" in line and address:
            return Served(address, folder, set_up, process.pid)
    raise AssertionError(f"The board did not start:\n{said}")
