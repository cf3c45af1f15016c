"""All that one run has measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from connections import Crowd
from crawl import Slice
from growth import Step
from load import Load
from pages import Measured
from replies import Replies
from startup import StartUp
from storm import Storm


@dataclass
class OneBoard:
    """What was measured on one board; a part that was not asked for is None or empty."""

    database: str
    posts: int
    pages: Measured | None = None
    replies: Replies | None = None
    start_up: StartUp | None = None
    crowds: Sequence[Crowd] = ()

    def load(self, page: str, who: str) -> Load | None:
        """Of the page whose name begins so; `who` as in the table, such as "guest, warm"."""
        rows = self.pages.rows if self.pages else ()
        return next((r.load for r in rows if r.page.startswith(page) and r.who == who), None)


@dataclass
class Results:
    """`load_before` is the machine's load average before the first measurement."""

    machine: str
    processors: int
    versions: str
    date: str
    command: str
    workers: int
    load_before: float
    boards: list[OneBoard] = field(default_factory=list)
    growth: Sequence[Step] = ()
    storms: list[Storm] = field(default_factory=list)
    crawl: Sequence[Slice] = ()
