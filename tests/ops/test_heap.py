"""How many heaps the C library makes for the threads of a process that `serve` has forked."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys

import pytest

# Four threads that all hold memory at once, in a forked process; then the library says what it has.
FORKED = """
import ctypes, os, threading
from areopagus.ops.serve.tree import have_one_heap

have_one_heap()
if pid := os.fork():
    os.waitpid(pid, 0)
else:
    held, together = [], threading.Barrier(4)
    def work():
        held.append(bytes(10_000))
        together.wait()
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    library = ctypes.CDLL(None)
    library.fdopen.restype = ctypes.c_void_p
    out = ctypes.c_void_p(library.fdopen(1, b"w"))
    library.malloc_info(0, out)
    library.fflush(out)
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="not the GNU C library")
@pytest.mark.parametrize(("wish", "heaps"), [(None, 1), ("3", 3)])
def test_threads_share_one_heap_unless_somebody_wishes_otherwise(
    wish: str | None, heaps: int
) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "MALLOC_ARENA_MAX"}
    if wish:
        environment["MALLOC_ARENA_MAX"] = wish
    said = subprocess.run(
        [sys.executable, "-c", FORKED],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert said.stdout.count("<heap nr=") == heaps
