"""What was made from the database and is kept: when, of what, and whether it is still true."""

from __future__ import annotations

from dataclasses import dataclass

from areopagus.core import stamps
from areopagus.core.shown import Shown

NANOSECONDS = 1_000_000_000
# What changes without a deed, such as the number of views, is never older than this.
LONGEST_SECONDS = 600
# It is compared with all its stamps at least this often, whatever the newest stamp says.
PROVED_NANOSECONDS = NANOSECONDS


@dataclass(slots=True)
class Kept:
    """Made from what was read at the moment `made` and later (see `core.stamps`), good until `until`."""

    made: int
    until: int
    places: tuple[int, ...]
    # The newest stamp when it was last compared with its own, and when that was.
    _newest: int
    _proved: int

    def __init__(self, made: int, shown: Shown) -> None:
        said = shown.seconds
        seconds = LONGEST_SECONDS if said is None else min(said, LONGEST_SECONDS)
        self.made, self.until = made, made + int(seconds * NANOSECONDS)
        self.places = stamps.places_of(shown.keys | shown.common)
        self._newest = self._proved = 0

    @property
    def seconds(self) -> int:
        """How long it is good for, one at least, if nothing it shows is changed."""
        return max(1, (self.until - self.made) // NANOSECONDS)

    @property
    def may_be_kept(self) -> bool:
        """Not when something it shows has changed while it was made, or is just being changed."""
        return stamps.stamps().may_keep(self.made, self.places)

    def is_true(self) -> bool:
        """Whether it is what would be made now."""
        shared, now = stamps.stamps(), stamps.moment()
        newest = shared.newest()
        if newest == self._newest and now - self._proved < PROVED_NANOSECONDS:
            return now < self.until and shared.is_certain(self.made)
        if now >= self.until or not shared.unchanged_since(self.made, self.places):
            return False
        self._newest, self._proved = newest, now
        return True
