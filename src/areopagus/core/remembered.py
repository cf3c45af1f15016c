"""What every page needs and hardly ever changes, kept in the process for a second.

So a change shows in every process within a second, and a page pays no query for it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

from django.db import transaction

T = TypeVar("T")


class Remembered(Generic[T]):
    """`get()` answers what `read` found at most `fresh_seconds` ago."""

    fresh_seconds: ClassVar[float] = 1.0
    everything: ClassVar[list[Remembered[Any]]] = []

    def __init__(self, read: Callable[[], T]) -> None:
        self._read = read
        self._kept: tuple[float, T] | None = None
        self._generation = 0
        self._lock = threading.Lock()
        self.everything.append(self)

    def get(self) -> T:
        kept = self._kept
        if kept is not None and time.monotonic() - kept[0] < self.fresh_seconds:
            return kept[1]
        generation = self._generation
        value = self._read()
        with self._lock:
            # Somebody may have forgotten while we were reading; then what we read is old.
            if generation == self._generation:
                self._kept = (time.monotonic(), value)
        return value

    def forget(self) -> None:
        """The next `get` reads again; once more after the commit, when a transaction is open."""
        self._drop()
        transaction.on_commit(self._drop)

    def _drop(self) -> None:
        with self._lock:
            self._generation += 1
            self._kept = None

    @classmethod
    def forget_everything(cls) -> None:
        for remembered in cls.everything:
            remembered._drop()  # noqa: SLF001
