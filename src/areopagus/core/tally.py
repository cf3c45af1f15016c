"""Small facts that come with every request, gathered in memory and written together now and then.

Views of a topic and "seen just now" must not cost a write per request. A tally keeps them and hands
them to its `write` function at most every `seconds`, and when the process ends. A killed process
loses at most that many seconds of them, never a post.
"""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

from django.db import Error, close_old_connections

K = TypeVar("K")
V = TypeVar("V")

LOOK_SECONDS = 1.0
logger = logging.getLogger(__name__)


class Tally(Generic[K, V]):
    everything: ClassVar[list[Tally[Any, Any]]] = []

    def __init__(
        self, write: Callable[[dict[K, V]], None], merge: Callable[[V, V], V], seconds: float = 20.0
    ) -> None:
        self._write = write
        self._merge = merge
        self._seconds = seconds
        self._rows: dict[K, V] = {}
        self._lock = threading.Lock()
        self._due: float | None = None
        self.everything.append(self)

    def note(self, key: K, value: V) -> None:
        with self._lock:
            old = self._rows.get(key)
            self._rows[key] = value if old is None else self._merge(old, value)
            if self._due is None:
                self._due = time.monotonic() + self._seconds

    def __len__(self) -> int:
        return len(self._rows)

    def pending(self, key: K) -> V | None:
        return self._rows.get(key)

    def write_if_due(self) -> None:
        due = self._due
        if due is not None and time.monotonic() >= due:
            self.write()

    def write(self) -> None:
        with self._lock:
            rows, self._rows, self._due = self._rows, {}, None
        if rows:
            self._write(rows)

    @classmethod
    def keep_writing(cls, stop: threading.Event) -> None:
        """Writes what is due until it is told to stop; a thread of each web process does nothing else."""
        while not stop.wait(LOOK_SECONDS):
            close_old_connections()
            for tally in cls.everything:
                try:
                    tally.write_if_due()
                except Error:
                    # What was in hand is lost; it was small by its nature, and the next is tried.
                    logger.exception("A tally could not be written")

    @classmethod
    def forget_everything(cls) -> None:
        for tally in cls.everything:
            with tally._lock:  # noqa: SLF001
                tally._rows, tally._due = {}, None  # noqa: SLF001

    @classmethod
    def write_everything(cls) -> None:
        """What the process still holds when it ends. multiprocessing does not run atexit's list."""
        for tally in cls.everything:
            if tally._rows:  # noqa: SLF001
                close_old_connections()
                tally.write()


atexit.register(Tally.write_everything)
