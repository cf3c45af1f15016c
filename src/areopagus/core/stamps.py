"""When each thing that pages show was changed last, known to all processes of a board at once.

What is kept (a page, a remembered value) was made at a moment and shows things with keys such as
"topic:42". It may be shown again while none of them has been stamped since. The stamps stand in a
file that every process maps into its memory, so asking costs no system call. A key is a place in
that file; two keys that share a place by chance only make a thing be made again too soon.

A deed stamps twice: before its commit, so that a process killed right after the commit has told the
others, and after it. In between its places are *pending*, and nothing that shows them is kept; so it
does not matter what a reader saw at that moment. See decision 0015.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

from django.conf import settings
from django.db import transaction

FILE_NAME = ".stamps"
WORD = 8
# The words of the file: the newest stamp, then one for each place, then since when each is pending.
NEWEST, EVERYTHING, FIRST = 0, 1, 2
PLACES = 65_536
# A transaction that has not ended by then never will: its process is gone. Longer than any writer
# waits for another (20 s, see config.settings).
PENDING_NANOSECONDS = 60_000_000_000

# Nanoseconds since the machine was started: the same in all processes, and it never goes back.
moment = time.monotonic_ns


def places_of(keys: Iterable[str]) -> tuple[int, ...]:
    """Where the stamps of these keys stand, and that of everything."""
    return (EVERYTHING, *{FIRST + crc32(key.encode()) % (PLACES - FIRST) for key in keys})


class Stamps:
    """The mapped file. One object serves a process and all its threads."""

    def __init__(self, path: Path) -> None:
        size = 2 * PLACES * WORD
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(self._handle, size)
        self._mapped = mmap.mmap(self._handle, size)
        # Eight aligned bytes are read and written at once on every machine that Python runs on.
        self._words = memoryview(self._mapped).cast("Q")
        self._lock = threading.Lock()
        with self._writing():
            if self._words[NEWEST] > moment():
                # The file is from before the machine was started again; nothing kept is as old.
                self._mapped[:] = bytes(size)

    def newest(self) -> int:
        return self._words[NEWEST]

    def unchanged_since(self, made: int, places: Iterable[int]) -> bool:
        """Whether nothing at these places was stamped at `made` or later."""
        words = self._words
        return all(words[place] < made for place in places)

    def may_keep(self, made: int, places: Iterable[int]) -> bool:
        """Whether what was read from `made` on may be kept: unchanged, and no commit under way."""
        places = tuple(places)
        return self.unchanged_since(made, places) and not any(map(self._is_pending, places))

    def announce(self, places: Iterable[int]) -> int:
        """Stamps before a commit. The number is for `settle`."""
        with self._writing() as at:
            for place in places:
                self._words[place] = self._words[place + PLACES] = at
        return at

    def settle(self, places: Iterable[int], announced: int) -> None:
        """Stamps after the commit."""
        with self._writing() as at:
            for place in places:
                self._words[place] = at
                # Another deed may have announced itself at the same place since.
                if self._words[place + PLACES] == announced:
                    self._words[place + PLACES] = 0

    @contextmanager
    def _writing(self) -> Iterator[int]:
        """One writer at a time, of all processes and threads: stamps only ever grow."""
        with self._lock:
            fcntl.flock(self._handle, fcntl.LOCK_EX)
            try:
                at = moment()
                yield at
                self._words[NEWEST] = at
            finally:
                fcntl.flock(self._handle, fcntl.LOCK_UN)

    def _is_pending(self, place: int) -> bool:
        since = self._words[place + PLACES]
        return since != 0 and moment() - since < PENDING_NANOSECONDS


_opened: Stamps | None = None


def stamps() -> Stamps:
    """Those of the board this process serves."""
    global _opened  # noqa: PLW0603 - one file for a process, opened when it is first asked for.
    if _opened is None:
        _opened = Stamps(Path(settings.BOARD) / FILE_NAME)
    return _opened


def changed(keys: Iterable[str]) -> None:
    """Says inside a deed that it changes what these keys stand for."""
    _change(places_of(keys)[1:])


def everything_changed() -> None:
    """For those who write in bulk: importers, `check --repair`, a new version."""
    _change((EVERYTHING,))


def _change(places: tuple[int, ...]) -> None:
    shared = stamps()
    announced = shared.announce(places)
    transaction.on_commit(lambda: shared.settle(places, announced))
