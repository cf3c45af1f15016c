"""What became of every row. An import is done when each table's sum is right."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

EXAMPLES = 20


@dataclass(slots=True)
class Entry:
    """One table of the old board. `left_out` counts by reason."""

    read: int = 0
    imported: int = 0
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def is_right(self) -> bool:
        return self.read == self.imported + self.left_out.total()


class Ledger:
    def __init__(self) -> None:
        self.tables: defaultdict[str, Entry] = defaultdict(Entry)
        # What came over but not as it was: counts and some examples, by what was done.
        self.changed: Counter[str] = Counter()
        self.examples: defaultdict[str, list[str]] = defaultdict(list)

    def read(self, table: str, rows: int = 1) -> None:
        self.tables[table].read += rows

    def imported(self, table: str, rows: int = 1) -> None:
        self.tables[table].imported += rows

    def left_out(self, table: str, reason: str, rows: int = 1, example: str = "") -> None:
        if rows:
            self.tables[table].left_out[reason] += rows
            self._remember(f"{table}: {reason}", example)

    def change(self, what: str, example: str = "") -> None:
        self.changed[what] += 1
        self._remember(what, example)

    def _remember(self, key: str, example: str) -> None:
        if example and len(self.examples[key]) < EXAMPLES:
            self.examples[key].append(example)

    @property
    def is_right(self) -> bool:
        return all(entry.is_right for entry in self.tables.values())

    def sums(self) -> Iterator[tuple[str, Entry]]:
        yield from sorted(self.tables.items())
