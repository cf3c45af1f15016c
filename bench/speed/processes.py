"""A tree of processes: what it has used, by Linux's /proc, and whether it listens already."""

from __future__ import annotations

import subprocess
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from socket import create_connection

PROC = Path("/proc")
# Used within a quarter of a second by processes that only wait.
IDLE_SECONDS = 0.02


def tree(pid: int) -> list[int]:
    """The process and all that descend from it."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    for child, fields in _stats():
        children[int(fields[1])].append(child)
    found = [pid]
    for one in found:
        found += children[one]
    return found


class ProcessorTime:
    """What the tree uses from now on, to the nanosecond, by the scheduler's own count of each thread.

    Threads that begin and end between two looks are missed; a web server keeps its threads.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._before = self._look()

    def seconds(self) -> float:
        """Since this object was made."""
        after = self._look()
        return sum(spent - self._before.get(thread, 0) for thread, spent in after.items()) / 1e9

    def _look(self) -> dict[str, int]:
        found = {}
        for pid in tree(self._pid):
            for path in (PROC / str(pid) / "task").glob("*/schedstat"):
                try:
                    found[str(path)] = int(path.read_text().split()[0])
                except (FileNotFoundError, ProcessLookupError):
                    continue
        return found


def wait_until_idle(pid: int, patience: float = 30) -> bool:
    """Until the tree has used next to nothing for a quarter of a second. False: it never came to that."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        clock = ProcessorTime(pid)
        time.sleep(0.25)
        if clock.seconds() < IDLE_SECONDS:
            return True
    return False


def memory_megabytes(pid: int) -> float:
    """PSS of the whole tree: what processes share is counted once."""
    kilobytes = 0
    for one in tree(pid):
        try:
            rollup = (PROC / str(one) / "smaps_rollup").read_text()
        except (FileNotFoundError, ProcessLookupError):
            # It has ended since we looked.
            continue
        kilobytes += sum(
            int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")
        )
    return kilobytes / 1024


def _stats() -> Iterator[tuple[int, list[str]]]:
    """Id and the fields of /proc/PID/stat behind the name: state, parent … (proc(5))."""
    for path in PROC.glob("[0-9]*/stat"):
        try:
            text = path.read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        yield int(path.parent.name), text.rpartition(")")[2].split()


def wait_until_it_listens(process: subprocess.Popen[bytes], name: str, port: int) -> None:
    """SystemExit when it ends, or takes longer than five seconds."""
    for _ in range(500):
        try:
            create_connection(("127.0.0.1", port), 1).close()
        except ConnectionError:
            if process.poll() is not None:
                raise SystemExit(f"{name} did not start; what it said stands above") from None
            time.sleep(0.01)
        else:
            return
    raise SystemExit(f"{name} did not listen within five seconds")
