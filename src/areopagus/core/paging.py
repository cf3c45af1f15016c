"""Numbered pages: "Previous 1 … 4 5 6 … 20 Next"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, slots=True)
class Pager:
    """Which page of how many. `base` is page 1's address; page n's is `base` + "page/n/".

    `query` is put behind every address, with its question mark.
    """

    number: int
    count: int
    base: str
    query: str = ""

    def url(self, number: int) -> str:
        address = self.base if number == 1 else f"{self.base}page/{number}/"
        return address + self.query

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.count else None

    def window(self) -> Sequence[int | None]:
        """The page numbers to show; None stands for a gap of two or more pages."""
        near = {1, self.count, *range(self.number - 2, self.number + 3)}
        numbers = sorted(n for n in near if 1 <= n <= self.count)
        shown: list[int | None] = []
        for n in numbers:
            last = shown[-1] if shown else None
            if last is not None and n > last + 1:
                # A gap of one page is not worth an ellipsis.
                only_one_missing = n - 1 == last + 1
                shown.append(n - 1 if only_one_missing else None)
            shown.append(n)
        return shown


def page_count(rows: int, size: int) -> int:
    """How many pages `rows` rows fill; an empty list still has its first page."""
    return max(1, ceil(rows / size))


def page_of(position: int, size: int) -> int:
    """The page on which the row at `position` (counted from 1) stands."""
    return (max(1, position) - 1) // size + 1
