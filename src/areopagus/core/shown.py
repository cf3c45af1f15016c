"""What the page being made shows: keys such as "topic:42", noted by whoever reads the thing.

Nobody listens unless the page is to be kept; then `collecting` gathers what was noted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(slots=True)
class Shown:
    """What was noted while a page was made.

    `keys` are of what the page is about, `common` of what stands on every page. `seconds` is how
    long it may be shown though nothing is known to have changed; None: no limit. `readings` are to be
    called each time it is read, such as to count it. `is_personal`: a member asks. `has_own`: somebody
    was asked what to show there who may show each member something else.
    """

    keys: set[str] = field(default_factory=set)
    common: set[str] = field(default_factory=set)
    seconds: float | None = None
    readings: list[Callable[[], None]] = field(default_factory=list)
    is_personal: bool = False
    has_own: bool = False

    @property
    def is_told(self) -> bool:
        """Whether the page's own reader has said what it shows; else nobody knows when it is old."""
        return bool(self.keys) or self.seconds is not None

    def note_again(self) -> None:
        """Tells the page that is being made what this piece of it shows, which was made before."""
        outer = _collected.get()
        if outer is not None and outer is not self:
            outer.keys |= self.keys
            outer.common |= self.common
            if self.seconds is not None:
                note_fleeting(self.seconds)

    @property
    def is_for_everybody(self) -> bool:
        return self.is_told and not self.is_personal


_collected: ContextVar[Shown | None] = ContextVar("shown", default=None)


def note(keys: Iterable[str]) -> None:
    """The page is about these; it is made again when one of them changes."""
    shown = _collected.get()
    if shown is not None:
        shown.keys.update(keys)


def note_common(key: str) -> None:
    """Something on the page that other pages show too, such as the board's title."""
    shown = _collected.get()
    if shown is not None:
        shown.common.add(key)


def note_fleeting(seconds: float) -> None:
    """The page shows what changes without a deed, such as who is here."""
    shown = _collected.get()
    if shown is not None:
        shown.seconds = seconds if shown.seconds is None else min(shown.seconds, seconds)


def note_reading(reading: Callable[[], None]) -> None:
    """To be called when what is made now is read again; not now."""
    shown = _collected.get()
    if shown is not None:
        shown.readings.append(reading)


def note_personal() -> None:
    """The page is made for one member; whatever else was noted, nobody else may see it."""
    shown = _collected.get()
    if shown is not None:
        shown.is_personal = True


def note_own() -> None:
    """Something on the page may be one member's own; it is not the page of all who are alike."""
    shown = _collected.get()
    if shown is not None:
        shown.has_own = True


@contextmanager
def collecting() -> Iterator[Shown]:
    """Gathers what is noted within."""
    shown = Shown()
    token = _collected.set(shown)
    try:
        yield shown
    finally:
        _collected.reset(token)
