"""The part of a page that many members see alike: read once, with the HTML that is made of it.

A guest's page is kept whole in front of the house; a member's page has their name on it. But the
posts of a topic, or the topics of a forum, are nearly all of it, and the same for most.

    lists = block(("forum", 3, 1, sight), lambda: _lists(…), is_kept=not actor.is_guest)
    piece = lists.piece(actor.clock.key, lambda: render_to_string(…))
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Generic, Protocol, TypeVar, cast

from django.conf import settings
from markupsafe import Markup

from areopagus.core import shown
from areopagus.core.kept import Kept
from areopagus.core.shown import Shown
from areopagus.core.stamps import moment
from areopagus.core.store import Store

# Readers differ in few ways; more forms than these are not kept beside one another.
MOST_PIECES = 24


class Weighed(Protocol):
    @property
    def size(self) -> int:
        """About how many bytes it takes."""


D = TypeVar("D", bound=Weighed)


class Block(Kept, Generic[D]):
    __slots__ = ("_pieces", "data", "key", "shown", "size")

    def __init__(self, made: int, shown: Shown, key: Hashable, data: D) -> None:
        super().__init__(made, shown)
        self.shown, self.key, self.data, self.size = shown, key, data, data.size
        self._pieces: dict[Hashable, Markup] = {}

    def piece(self, kind: Hashable, make: Callable[[], str]) -> Markup:
        """The HTML for readers of one kind, such as those with the same clock.

        `kind` holds all that `make` looks at besides the block's own data.
        """
        piece = self._pieces.get(kind)
        if piece is None:
            piece = Markup(make())  # noqa: S704 - made by templates.
            if len(self._pieces) >= MOST_PIECES:
                # Another thread may put one in meanwhile; it goes into the old ones or the new.
                old, self._pieces = self._pieces, {}
                self.grew(-sum(map(len, tuple(old.values()))))
            self._pieces[kind] = piece
            self.grew(len(piece))
        return piece

    def grew(self, size: int) -> None:
        self.size += size
        _blocks.grew(self.key, self, size)


def block(key: Hashable, read: Callable[[], D], *, is_kept: bool = True) -> Block[D]:
    """What `read` has found, now or earlier. The first part of the key names what it is."""
    found = cast(Block[D] | None, _blocks.find(key)) if is_kept else None
    if found is None or not found.is_true():
        made = moment()
        with shown.collecting() as noted:
            data = read()
        found = Block(made, noted, key, data)
        if is_kept and found.may_be_kept:
            _blocks.put(key, found)
    found.shown.note_again()
    return found


_blocks: Store[Block[Any]] = Store(settings.PAGE_CACHE_BYTES // 4)
forget_everything = _blocks.clear
