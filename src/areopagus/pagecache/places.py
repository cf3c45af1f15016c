"""Who works when: members go first; of the others few work at once, a few more wait a while, the rest go."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Precedence:
    """Those who go first, while they are here."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count = 0
        self._nobody = threading.Event()
        self._nobody.set()

    def __enter__(self) -> None:
        with self._lock:
            self._count += 1
            self._nobody.clear()

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._count -= 1
            if not self._count:
                self._nobody.set()

    def let_pass(self, seconds: float) -> None:
        """Waits until none of them is here, but no longer than this: nobody waits for ever."""
        self._nobody.wait(seconds)


class Places:
    """`most` are taken at once; `waiting` more wait at most `seconds` each for one to become free."""

    def __init__(self, most: int, *, waiting: int, seconds: float) -> None:
        self._here = threading.Semaphore(most + waiting)
        self._taken = threading.Semaphore(most)
        self._seconds = seconds
        self._lock = threading.Lock()
        self._waiting = 0

    @property
    def are_wanted(self) -> bool:
        """Whether somebody waits for a turn."""
        return self._waiting > 0

    @contextmanager
    def room(self) -> Iterator[bool]:
        """Whether somebody may stand here, to wait for a turn. Cheap to ask: many are told no."""
        is_room = self._here.acquire(blocking=False)
        try:
            yield is_room
        finally:
            if is_room:
                self._here.release()

    @contextmanager
    def turn(self) -> Iterator[bool]:
        """Whether it has come in time, for one who stands here; it is over at the end."""
        has_come = self._taken.acquire(blocking=False) or self._wait()
        try:
            yield has_come
        finally:
            if has_come:
                self._taken.release()

    def _wait(self) -> bool:
        with self._lock:
            self._waiting += 1
        try:
            return self._taken.acquire(timeout=self._seconds)
        finally:
            with self._lock:
                self._waiting -= 1

    @contextmanager
    def one(self) -> Iterator[bool]:
        """Both together."""
        with self.room() as is_room:
            if not is_room:
                yield False
                return
            with self.turn() as has_come:
                yield has_come
