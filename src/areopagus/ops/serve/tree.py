"""One process tree: this process, its web workers (Granian) and the job worker.

When this process ends, in whatever way, the others end too: the kernel tells them (see `orphans`).
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import multiprocessing
import os
import resource
import sys
import threading
import time
from importlib import import_module
from pathlib import Path
from socket import create_connection

from django.urls import get_resolver
from granian.constants import Interfaces
from granian.server import Server

from areopagus.ops import folder
from areopagus.ops.serve import job_worker, opening
from areopagus.ops.serve.orphans import PARENT
from areopagus.ops.serve.ports import claim_port

# A request in flight may take this many seconds more after the board was told to stop.
GRACE = 10
MOST_WORKERS = 4
# What all processes need, loaded before they are forked. The codec of host names, because the thread that
# greets asks for a connection meanwhile: a module that is just being loaded stays locked in the forked ones.
SHARED = ("areopagus.config.entrance", "areopagus.core.jobs.worker", "encodings.idna")
# Connections that wait to be accepted, and that one web process holds.
BACKLOG, MOST_CONNECTIONS = 1024, 4096
# What mallopt(3) calls it.
M_ARENA_MAX = -8


def serve(options: argparse.Namespace) -> int:
    # Before anything is made or changed.
    port = claim_port(options.host, options.port)
    board = Path(options.board)
    with folder.opened(board):
        os.environ[PARENT] = str(os.getpid())
        opened = opening.prepared(board, demo=options.demo)
        have_one_heap()
        _allow_connections()
        _load(board)
        multiprocessing.set_start_method("fork", force=True)
        workers = options.workers or opened.workers or min(os.cpu_count() or 1, MOST_WORKERS)
        server = Server(
            "areopagus.config.wsgi:application",
            address=options.host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=opened.threads,
            respawn_failed_workers=True,
            workers_kill_timeout=GRACE,
            log_enabled=False,
            backlog=BACKLOG,
            # Of connections, most of them idle. How much is worked on at once, the door decides.
            backpressure=MOST_CONNECTIONS,
        )
        jobs = _JobWorker()
        server.on_startup(jobs.start)
        server.on_shutdown(jobs.stop)
        address = f"http://{options.host}:{port}"
        threading.Thread(
            target=_greet, args=(options.host, port, address, opened), daemon=True
        ).start()
        server.serve()
    sys.stdout.write("The board has stopped.\n")
    return 0


def _load(board: Path) -> None:
    """Loads the house once for all processes: what they do not change of it, they share.

    No file of the board may be opened here, and no connection: forked children would have the same one.
    """
    folder.load_django(board)
    for name in SHARED:
        import_module(name)
    get_resolver().url_patterns  # noqa: B018 - asked for, they are read.
    gc.collect()
    # Else the first look for garbage in a child writes to all of it.
    gc.freeze()


def have_one_heap() -> None:
    """Else each thread has a heap of its own: 20 MB more for a process that has worked.

    Said to the C library itself. It reads MALLOC_ARENA_MAX when a program begins, and what is forked does not.
    """
    library = ctypes.CDLL(None)
    if "MALLOC_ARENA_MAX" not in os.environ and hasattr(library, "mallopt"):
        library.mallopt(M_ARENA_MAX, 1)


def _allow_connections() -> None:
    """Each connection is an open file, of which a process may have 1,024 unless it asks for more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = (
        2 * MOST_CONNECTIONS if hard == resource.RLIM_INFINITY else min(2 * MOST_CONNECTIONS, hard)
    )
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class _JobWorker:
    """The job worker as a child process; started again when it dies."""

    def __init__(self) -> None:
        self._process: multiprocessing.Process | None = None
        self._stopping = threading.Event()
        self._watch = threading.Thread(target=self._keep_running, daemon=True)

    def start(self) -> None:
        self._watch.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._process is not None:
            self._process.terminate()
        self._watch.join(GRACE)
        if self._process is not None and self._process.is_alive():
            self._process.kill()

    def _keep_running(self) -> None:
        while not self._stopping.is_set():
            self._process = multiprocessing.Process(target=job_worker.main)
            self._process.start()
            if self._stopping.is_set():
                self._process.terminate()
            self._process.join()
            # A worker that cannot even start must not be started a thousand times a second.
            self._stopping.wait(1)


def _greet(host: str, port: int, address: str, opened: opening.Opened) -> None:
    """Says where the board is, once it answers."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            create_connection(("127.0.0.1" if host in {"0.0.0.0", "::"} else host, port), 1).close()  # noqa: S104
            break
        except OSError:
            threading.Event().wait(0.05)
    sys.stdout.write(opening.greeting(opened, address))
    sys.stdout.flush()
