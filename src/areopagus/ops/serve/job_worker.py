"""The process that does the board's jobs; started by `serve`, never by hand."""

from __future__ import annotations

import os
import signal
import threading


def main() -> None:
    from areopagus.ops.serve.orphans import end_with_parent

    end_with_parent()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "areopagus.config.settings")
    import django

    django.setup()
    from areopagus.core.jobs.worker import work

    work(stop)


if __name__ == "__main__":
    main()
