"""What the page being made shows: keys such as "topic:42", noted by whoever reads the thing.

Nobody listens unless the page is to be kept; then `collecting` gathers what was noted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(slots=True)
class Shown:
    """`seconds` is how long it may be shown though nothing is known to have changed; None: no limit of its own."""

    keys: set[str] = field(default_factory=set)
    seconds: float | None = None


_collected: ContextVar[Shown | None] = ContextVar("shown", default=None)


def note(keys: Iterable[str]) -> None:
    """The page shows these; it is made again when one of them changes."""
    shown = _collected.get()
    if shown is not None:
        shown.keys.update(keys)


def note_fleeting(seconds: float) -> None:
    """The page shows what changes without a deed, such as who is here."""
    shown = _collected.get()
    if shown is not None:
        shown.seconds = seconds if shown.seconds is None else min(shown.seconds, seconds)


@contextmanager
def collecting() -> Iterator[Shown]:
    """What is shown within. Inside another one, both learn of it."""
    outer, inner = _collected.get(), Shown()
    token = _collected.set(inner)
    try:
        yield inner
    finally:
        _collected.reset(token)
        if outer is not None:
            outer.keys |= inner.keys
            if inner.seconds is not None:
                outer.seconds = min(inner.seconds, outer.seconds or inner.seconds)
