"""When each thing that pages show was changed last, known to all processes of a board at once.

What is kept (a page, a remembered value) was made at a moment and shows things with keys such as
"topic:42". It may be shown again while none of them has been stamped since. The stamps stand in a
file that every process maps into its memory, so asking costs no system call. A key is a place in
that file; two keys that share a place by chance only make a thing be made again too soon.

A deed stamps twice: before its commit, so that a process killed right after the commit has told the
others, and when its transaction has ended. In between its places are *pending*, and nothing that
shows them is kept; so it does not matter what a reader saw at that moment. See decision 0015.

A deed that only adds something, such as a reply, is told from one that alters or takes away: what was
made before the first lacks what is new, what was made before the second must not be seen again.

A board on several machines has such a file on each; `core.machines` tells them of each other's deeds. What
is kept is then true for a moment only after the file was last *vouched for*.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from zlib import crc32

from django.conf import settings
from django.db import transaction

FILE_NAME = ".stamps"
WORD = 8
# The words of the file: the newest stamp, that of everything, when it was vouched for that nothing another
# machine has changed is missing, then one for each place; in the next section when each place was announced
# last, in the third how many deeds that change it have not ended, in the fourth when it was last changed by
# more than an addition.
NEWEST, EVERYTHING, VOUCHED, FIRST = 0, 1, 2, 3
PLACES = 65_536
ANNOUNCED, UNDER_WAY, ALTERED = PLACES, 2 * PLACES, 3 * PLACES
SECTIONS = 4
# The key of everything, for who keeps pages elsewhere.
ALL = "everything"
# A transaction that has not ended by then never will: its process is gone. Longer than any writer
# waits for another (20 s, see config.settings).
PENDING_NANOSECONDS = 60_000_000_000
# Stamps this far in the future are from before a restart of the machine.
AHEAD_NANOSECONDS = 1_000_000_000
# So long after they were vouched for, or after it was made, a thing is no older than a second.
CERTAIN_NANOSECONDS = 900_000_000

# Nanoseconds since the machine was started: the same in all processes, and it never goes back.
moment = time.monotonic_ns


def places_of(keys: Iterable[str]) -> tuple[int, ...]:
    """Where the stamps of these keys stand, and that of everything."""
    return (EVERYTHING, *{FIRST + crc32(key.encode()) % (PLACES - FIRST) for key in keys})


class Stamps:
    """The mapped file. One object serves a process and all its threads."""

    def __init__(self, path: Path, *, has_others: bool = False) -> None:
        """`has_others`: other machines change the same board."""
        self._has_others = has_others
        size = SECTIONS * PLACES * WORD
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        # The room is taken now. On a full disk that is an error; later it would be a signal that
        # ends the process in the middle of a deed.
        _take_room(self._handle, size)
        self._mapped = mmap.mmap(self._handle, size)
        # Eight aligned bytes are read and written at once on every machine that Python runs on.
        self._words = memoryview(self._mapped).cast("Q")
        self._lock = threading.Lock()
        with self._alone():
            if max(self._words[NEWEST], self._words[VOUCHED]) > moment() + AHEAD_NANOSECONDS:
                # The file is from before the machine was started again, or from another machine;
                # nothing kept is as old.
                self._mapped[:] = bytes(size)

    def newest(self) -> int:
        return self._words[NEWEST]

    def unchanged_since(self, made: int, places: Iterable[int]) -> bool:
        """Whether nothing at these places was stamped at `made` or later."""
        words = self._words
        return self.is_certain(made) and all(words[place] < made for place in places)

    def only_added_since(self, made: int, places: Iterable[int]) -> bool:
        """Whether whatever changed at these places since has only added something."""
        words = self._words
        return self.is_certain(made) and all(words[place + ALTERED] < made for place in places)

    def is_certain(self, made: int) -> bool:
        """Whether a deed of another machine would be known by now, or `made` is as good as now."""
        if not self._has_others:
            return True
        return max(made, self._words[VOUCHED]) > moment() - CERTAIN_NANOSECONDS

    def vouch(self, at: int) -> None:
        """Whatever was committed anywhere before the moment `at` is stamped here."""
        self._words[VOUCHED] = at

    def stamp(self, places: Iterable[int], *, adds: bool = False) -> None:
        """What another machine has changed."""
        with self._stamping() as at:
            self._mark(places, at, adds=adds)

    def may_keep(self, made: int, places: Iterable[int]) -> bool:
        """Whether what was read from `made` on may be kept: unchanged, and no commit under way."""
        places = tuple(places)
        return self.unchanged_since(made, places) and not any(map(self._is_pending, places))

    def announce(self, places: Iterable[int], *, adds: bool = False) -> int:
        """Stamps before a commit. The number is for `settle`."""
        words, places = self._words, tuple(places)
        with self._stamping() as at:
            self._mark(places, at, adds=adds)
            for place in places:
                # Those that never ended are not waited for any longer.
                others = words[place + UNDER_WAY] if self._is_pending(place) else 0
                words[place + ANNOUNCED] = at
                words[place + UNDER_WAY] = others + 1
        return at

    def settle(self, places: Iterable[int], announced: int, *, adds: bool = False) -> None:
        """Stamps when the transaction has ended."""
        words = self._words
        places = tuple(places)
        with self._stamping() as at:
            self._mark(places, at, adds=adds)
            for place in places:
                # After so long it is not counted any more.
                if at - announced < PENDING_NANOSECONDS and words[place + UNDER_WAY]:
                    words[place + UNDER_WAY] -= 1

    def _mark(self, places: Iterable[int], at: int, *, adds: bool) -> None:
        words = self._words
        for place in places:
            words[place] = at
            if not adds:
                words[place + ALTERED] = at

    @contextmanager
    def _stamping(self) -> Iterator[int]:
        """No two stamps are the same, however coarse the clock: the newest tells that there is one more."""
        with self._alone():
            at = max(moment(), self._words[NEWEST] + 1)
            yield at
            self._words[NEWEST] = at

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One writer at a time, of all processes and threads."""
        with self._lock:
            fcntl.flock(self._handle, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._handle, fcntl.LOCK_UN)

    def _is_pending(self, place: int) -> bool:
        words = self._words
        return (
            words[place + UNDER_WAY] > 0
            and moment() - words[place + ANNOUNCED] < PENDING_NANOSECONDS
        )


def _take_room(handle: int, size: int) -> None:
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(handle, 0, size)
    else:
        # macOS has no such call.
        os.ftruncate(handle, size)


class Teller(Protocol):
    """Who tells the board's other machines. What `begin` answers is for `end`."""

    def begin(self, places: tuple[int, ...], *, adds: bool) -> str: ...

    def end(self, deed: str) -> None: ...


class _UnderWay:
    """A deed that was announced and whose transaction has not ended.

    Django calls `end` after the commit. When it rolls back it drops whom it was to call, and then
    nobody else holds this object.
    """

    def __init__(self, shared: Stamps, places: tuple[int, ...], *, adds: bool = False) -> None:
        self._shared, self._places, self._adds = shared, places, adds
        self._announced: int | None = shared.announce(places, adds=adds)
        self._deed = _teller.begin(places, adds=adds) if _teller is not None else ""

    def end(self) -> None:
        announced, self._announced = self._announced, None
        if announced is not None:
            self._shared.settle(self._places, announced, adds=self._adds)
            if _teller is not None:
                _teller.end(self._deed)

    __del__ = end


_opened: Stamps | None = None
_teller: Teller | None = None
_told: list[Callable[[tuple[str, ...]], None]] = []


def stamps() -> Stamps:
    """Those of the board this process serves."""
    global _opened  # noqa: PLW0603 - one file for a process, opened when it is first asked for.
    if _opened is None:
        _opened = Stamps(Path(settings.BOARD) / FILE_NAME, has_others=bool(settings.VALKEY_URL))
    return _opened


def tell_others(teller: Teller) -> None:
    """From now on every deed of this process is told by it."""
    global _teller  # noqa: PLW0603 - one for a process, as the stamps are.
    _teller = teller


def changed(keys: Iterable[str], *, adds: bool = False) -> None:
    """Says inside a deed that it changes what these keys stand for; `adds`: only by adding to it."""
    keys = tuple(keys)
    _change(places_of(keys)[1:], adds=adds)
    _tell(keys)


def everything_changed() -> None:
    """For those who write in bulk, such as importers. Call it inside the transaction."""
    _change((EVERYTHING,))
    _tell((ALL,))


@contextmanager
def everything_changing() -> Iterator[None]:
    """For those who write in bulk in more than one transaction, such as `check --repair`."""
    under_way = _UnderWay(stamps(), (EVERYTHING,))
    try:
        yield
    finally:
        under_way.end()
        if _teller is not None:
            # Once more, for machines that could not be told of what was not in one transaction.
            _change((EVERYTHING,))
        _tell((ALL,))


def when_changed(tell: Callable[[tuple[str, ...]], None]) -> None:
    """`tell` is called inside each deed with the keys it changes, for who keeps pages elsewhere."""
    _told.append(tell)


def _tell(keys: tuple[str, ...]) -> None:
    for tell in _told:
        tell(keys)


def _change(places: tuple[int, ...], *, adds: bool = False) -> None:
    transaction.on_commit(_UnderWay(stamps(), places, adds=adds).end)
