"""The server we use, with an application that only answers: the most that any page of the house can reach.

Called as a program it serves the bytes of a file on a port; see `serving`.
"""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from granian.constants import Interfaces
from granian.server import Server
from processes import wait_until_it_listens

THREADS, BACKLOG, MOST_CONNECTIONS = 16, 1024, 4096


@contextmanager
def serving(
    python: str, content: bytes, headers: dict[str, str], port: int, workers: int
) -> Iterator[tuple[int, str]]:
    """Answers every request with these bytes and headers; yields the process's id and the server's address."""
    with tempfile.NamedTemporaryFile("wb", suffix=".page") as page:
        page.write(content)
        page.flush()
        said = [f"{name}: {value}" for name, value in headers.items()]
        process = subprocess.Popen([python, __file__, page.name, str(port), str(workers), *said])
        try:
            wait_until_it_listens(process, "Granian", port)
            yield process.pid, f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=10)


def main() -> None:
    file, port, workers, *lines = sys.argv[1:]
    body = Path(file).read_bytes()
    headers = [(name, value) for name, _, value in (line.partition(": ") for line in lines)]

    def application(_: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", headers)
        return [body]

    # As `serve` starts it.
    multiprocessing.set_start_method("fork")
    server = Server(
        "empty_house:application",
        address="127.0.0.1",
        port=int(port),
        interface=Interfaces.WSGI,
        workers=int(workers),
        blocking_threads=THREADS,
        log_enabled=False,
        backlog=BACKLOG,
        backpressure=MOST_CONNECTIONS,
    )
    server.serve(target_loader=lambda *_: application)


if __name__ == "__main__":
    main()
