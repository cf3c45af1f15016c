"""What was found, in sums and in lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

MOST_LINES = 50
SHOWN = 70


@dataclass(slots=True)
class Sum:
    """Rows of one kind. `rules` counts differences by what explains them."""

    compared: int = 0
    equal: int = 0
    explained: int = 0
    unexplained: int = 0
    new: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)
    more_lines: int = 0

    def say(self, line: str) -> None:
        if len(self.lines) < MOST_LINES:
            self.lines.append(line)
        else:
            self.more_lines += 1


class Tally:
    def __init__(self) -> None:
        self.sums: dict[str, Sum] = {}

    def of(self, kind: str) -> Sum:
        return self.sums.setdefault(kind, Sum())

    def row(self, kind: str, rules: Sequence[str], differences: Sequence[str]) -> None:
        """One row that stands on both boards, or ought to."""
        found = self.of(kind)
        found.compared += 1
        found.rules.update(rules)
        if differences:
            found.unexplained += 1
            for line in differences:
                found.say(line)
        elif rules:
            found.explained += 1
        else:
            found.equal += 1

    def equal(self, kind: str, rows: int) -> None:
        found = self.of(kind)
        found.compared += rows
        found.equal += rows

    def left_out(self, kind: str, rule: str, rows: int = 1) -> None:
        """Rows that are not here, for a reason."""
        if rows:
            found = self.of(kind)
            found.compared += rows
            found.explained += rows
            found.rules[rule] += rows

    def missing(self, kind: str, name: str) -> None:
        self.row(kind, (), [f"{name}: is not on this board"])

    def new(self, kind: str, rows: int = 1) -> None:
        self.of(kind).new += rows

    def intruder(self, kind: str, name: str) -> None:
        """What stands here, is not in the dump, and cannot have come later."""
        found = self.of(kind)
        found.unexplained += 1
        found.say(f"{name}: is not in the dump")

    @property
    def is_same(self) -> bool:
        return not any(found.unexplained for found in self.sums.values())

    def told(self) -> Iterator[str]:
        yield (
            f"{'':<22}{'compared':>10}{'equal':>10}{'explained':>11}{'unexplained':>13}"
            f"{'new here':>10}"
        )
        for kind, found in self.sums.items():
            yield (
                f"{kind:<22}{found.compared:>10,}{found.equal:>10,}{found.explained:>11,}"
                f"{found.unexplained:>13,}{found.new:>10,}"
            )
        yield from self._rules()
        yield from self._lines()

    def _rules(self) -> Iterator[str]:
        if any(found.rules for found in self.sums.values()):
            yield ""
            yield "Explained:"
        for kind, found in self.sums.items():
            for rule, times in found.rules.most_common():
                yield f"  {times:,} × {kind}: {rule}"

    def _lines(self) -> Iterator[str]:
        if not self.is_same:
            yield ""
            yield "Not explained:"
        for found in self.sums.values():
            yield from (f"  {line}" for line in found.lines)
            if found.more_lines:
                yield f"  and {found.more_lines:,} more"


def shown(value: object) -> str:
    """Short and on one line, whatever it is."""
    said = repr(value)
    return said if len(said) <= SHOWN else said[: SHOWN - 1] + "…"
