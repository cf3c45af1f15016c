"""Small facts that come with every request, gathered in memory and written together now and then.

Views of a topic and "seen just now" must not cost a write per request. A tally keeps them and hands
them to its `write` function at most every `seconds`, and when the process ends. A killed process
loses at most that many seconds of them, never a post.
"""

from __future__ import annotations

import atexit
import threading
import time
from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

from django.db import close_old_connections, connection

K = TypeVar("K")
V = TypeVar("V")


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

    def pending(self, key: K) -> V | None:
        return self._rows.get(key)

    def write_if_due(self) -> None:
        """Called once per request; nearly always only compares two numbers."""
        due = self._due
        if due is not None and time.monotonic() >= due and not connection.in_atomic_block:
            self.write()

    def write(self) -> None:
        with self._lock:
            rows, self._rows, self._due = self._rows, {}, None
        if rows:
            self._write(rows)

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
