"""Where kept things lie: in this process's memory, no more of it than they are given.

Two shelves, so that a crawler that reads every thing of the board once does not push out what people
read: a thing lies on the first until it is asked for again; then on the second, which has most of the
room. From both the one that was asked for longest ago goes first (segmented LRU; Karedla, Love and
Wherry 1994).
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Any, ClassVar, Generic, Protocol, TypeVar
from weakref import WeakSet

# Of the room, what those take that were asked for once.
ONCE_SHARE = 0.25


class Sized(Protocol):
    """What can be kept: it knows about how many bytes it takes."""

    @property
    def size(self) -> int: ...


T = TypeVar("T", bound=Sized)


class Store(Generic[T]):
    """`bytes_kept` is never more than `most_bytes`, whatever is put in, found and grows at once."""

    # Of this process, for whoever asks how full they are.
    everything: ClassVar[WeakSet[Store[Any]]] = WeakSet()

    def __init__(self, most_bytes: int) -> None:
        self.everything.add(self)
        self._most_bytes = most_bytes
        self._once: OrderedDict[Hashable, T] = OrderedDict()
        self._again: OrderedDict[Hashable, T] = OrderedDict()
        # What each was counted with: a thing may have grown since, and be about to say so.
        self._counted: dict[Hashable, int] = {}
        self._once_bytes = self._again_bytes = 0
        self._lock = threading.Lock()

    @property
    def most_bytes(self) -> int:
        return self._most_bytes

    @property
    def bytes_kept(self) -> int:
        return self._once_bytes + self._again_bytes

    def __len__(self) -> int:
        return len(self._once) + len(self._again)

    def find(self, key: Hashable) -> T | None:
        thing = self._again.get(key)
        if thing is not None:
            try:
                self._again.move_to_end(key)
            except KeyError:
                # Another thread has just pushed it out; it is still good this once.
                return thing
            return thing
        return self._once.get(key) and self._promote(key)

    def put(self, key: Hashable, thing: T) -> None:
        """In place of an older one. What would push out too much is not kept."""
        with self._lock:
            is_wanted = self._again.pop(key, None) is not None
            if is_wanted:
                self._again_bytes -= self._counted.pop(key)
            elif self._once.pop(key, None) is not None:
                self._once_bytes -= self._counted.pop(key)
            size = thing.size
            if size > self._most_bytes * ONCE_SHARE:
                return
            (self._again if is_wanted else self._once)[key] = thing
            self._count(key, size, is_wanted=is_wanted)
            self._make_room()

    def grew(self, key: Hashable, thing: T, by: int) -> None:
        """The thing got one more form."""
        with self._lock:
            is_wanted = self._again.get(key) is thing
            if is_wanted or self._once.get(key) is thing:
                self._count(key, by, is_wanted=is_wanted)
                self._make_room()

    def clear(self) -> None:
        with self._lock:
            self._once.clear()
            self._again.clear()
            self._counted.clear()
            self._once_bytes = self._again_bytes = 0

    def _promote(self, key: Hashable) -> T | None:
        with self._lock:
            thing = self._once.pop(key, None)
            if thing is None:
                return self._again.get(key)
            size = self._counted[key]
            self._once_bytes -= size
            self._again[key] = thing
            self._again_bytes += size
            return thing

    def _count(self, key: Hashable, size: int, *, is_wanted: bool) -> None:
        self._counted[key] = self._counted.get(key, 0) + size
        if is_wanted:
            self._again_bytes += size
        else:
            self._once_bytes += size

    def _make_room(self) -> None:
        while self.bytes_kept > self._most_bytes:
            few = self._once_bytes <= self._most_bytes * ONCE_SHARE
            if self._again and (few or not self._once):
                self._again_bytes -= self._counted.pop(self._again.popitem(last=False)[0])
            else:
                self._once_bytes -= self._counted.pop(self._once.popitem(last=False)[0])
