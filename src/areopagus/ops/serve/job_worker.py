"""The process that does the board's jobs; forked by `serve`, never started by hand."""

from __future__ import annotations

import signal
import threading


def main() -> None:
    from areopagus.ops.serve.orphans import end_with_parent

    end_with_parent()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    from areopagus.core.jobs.worker import work

    work(stop)
