"""What every page needs and hardly ever changes, kept in the process until somebody changes it.

So a change shows in every process with the next page, and a page pays no query for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

from areopagus.core import shown, stamps

T = TypeVar("T")
NANOSECONDS = 1_000_000_000


class Remembered(Generic[T]):
    """`get()` answers what `read` found since `key` was changed last, and at most `seconds` ago.

    Whoever changes the thing calls `forget`. What changes without a deed (who is here) has only the
    seconds, and a page that shows it is not kept longer.
    """

    # Somebody may have changed the database with a tool of their own.
    longest_seconds: ClassVar[float] = 60.0
    everything: ClassVar[list[Remembered[Any]]] = []

    def __init__(self, key: str, read: Callable[[], T], *, seconds: float | None = None) -> None:
        self._key = key
        self._places = stamps.places_of([key])
        self._read = read
        self._seconds = seconds
        # When it was read, until when it may be told, what it is.
        self._kept: tuple[int, int, T] | None = None
        self.everything.append(self)

    def get(self) -> T:
        shown.note_common(self._key)
        if self._seconds is not None:
            shown.note_fleeting(self._seconds)
        shared, kept = stamps.stamps(), self._kept
        now = stamps.moment()
        if kept is not None and now < kept[1] and shared.unchanged_since(kept[0], self._places):
            return kept[2]
        value = self._read()
        if shared.may_keep(now, self._places):
            longest = self._seconds or self.longest_seconds
            self._kept = (now, now + int(longest * NANOSECONDS), value)
        return value

    def forget(self) -> None:
        """Call it inside the deed that changes the thing: every process reads it again."""
        stamps.changed([self._key])

    @classmethod
    def forget_everything(cls) -> None:
        for remembered in cls.everything:
            remembered._kept = None  # noqa: SLF001
