"""A row of the old board held against its row here, field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from areopagus.importers.fluxbb.verification.boards import Boards
from areopagus.importers.fluxbb.verification.old_board import Row
from areopagus.importers.fluxbb.verification.since import STAYS
from areopagus.importers.fluxbb.verification.tally import Tally, shown


@dataclass(frozen=True, slots=True)
class Case:
    """One field of one row while it is judged. `stands` is what stands here."""

    boards: Boards
    old: Row
    here: Row
    stands: Any


# From what ought to stand here to what may stand here instead; the docstring says why. A rule that
# does not apply gives back what it was given.
Rule = Callable[[Any, Case], Any]


@dataclass(frozen=True, slots=True)
class Field:
    """`old` and `here` put both sides into one form; `rules` are tried in their order."""

    name: str
    old: Callable[[Row], Any]
    here: Callable[[Row], Any]
    rules: tuple[Rule, ...] = ()


def said(rule: Callable[..., Any]) -> str:
    return (rule.__doc__ or rule.__name__).strip()


def _explained(ought: Any, rules: Sequence[Rule], case: Case) -> list[str] | None:
    """The rules that lead from one to the other, None when they do not."""
    used = []
    for rule in rules:
        may = rule(ought, case)
        if may != ought:
            used.append(said(rule))
            ought = may
            if may == case.stands:
                return used
    return None


def side_by_side(
    old: Iterator[Row], here: Iterator[Row], key: str = "id"
) -> Iterator[tuple[int, Row | None, Row | None]]:
    """Both in the order of their ids; None where one side has no such row."""
    left, right = next(old, None), next(here, None)
    while left is not None or right is not None:
        if right is None or (left is not None and left[key] < right["id"]):
            assert left is not None  # noqa: S101 - for the type checker; the loop says so.
            yield left[key], left, None
            left = next(old, None)
        elif left is None or right["id"] < left[key]:
            yield right["id"], None, right
            right = next(here, None)
        else:
            yield left[key], left, right
            left, right = next(old, None), next(here, None)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Rows of one kind, told under that name, and what is asked about each."""

    boards: Boards
    tally: Tally
    kind: str
    fields: Sequence[Field]

    def row(self, name: str, old: Row, here: Row) -> None:
        rules: list[str] = []
        differences: list[str] = []
        for field in self.fields:
            ought, stands = field.old(old), field.here(here)
            if ought == stands:
                continue
            used = _explained(ought, field.rules, Case(self.boards, old, here, stands))
            why = self.boards.since.why(self.kind, here.get("id", 0), field.name)
            if used is None and why is not None:
                rules.append(why)
            elif used is None:
                differences.append(f"{name}: {field.name} was {shown(ought)}, is {shown(stands)}")
            else:
                rules += used
        self.tally.row(self.kind, rules, differences)

    def table(
        self,
        here: Iterator[Row],
        old: Iterator[Row],
        *,
        key: str = "id",
        left_out: str = "its id is no number above 0",
    ) -> None:
        """A whole table whose ids were kept. `old` holds the rows that ought to be here."""
        kind, tally, boards = self.kind, self.tally, self.boards
        highest, rows = highest_of(boards, kind, key), 0
        for pk, then, now in side_by_side(old, here, key):
            name = f"{kind} {pk}"
            if then is not None:
                rows += 1
                boards.progress.say(kind, rows, boards.old.read[kind])
            if then is None and boards.since.is_gone(kind, pk):
                tally.left_out(kind, STAYS)
            elif then is None and pk > highest:
                tally.new(kind)
            elif then is None:
                tally.intruder(kind, name)
            elif now is None:
                tally.missing(kind, name)
            else:
                self.row(name, then, now)
        count_the_rest(boards, tally, kind, rows, left_out)


def count_the_rest(
    boards: Boards,
    tally: Tally,
    kind: str,
    rows: int,
    left_out: str = "its id is no number above 0",
) -> None:
    """Rows of the dump beyond the `rows` that ought to be here."""
    lost = boards.old.lost(kind)
    tally.left_out(kind, "its key stood twice, or it had none: the first row counts", lost)
    tally.left_out(kind, left_out, boards.old.read[kind] - lost - rows)


def highest_of(boards: Boards, table: str, key: str = "id") -> int:
    # The names are those of columns.py.
    found: int | None = boards.old.one(f"SELECT MAX({key}) FROM {table}")  # noqa: S608
    return found or 0


def date(column: str) -> Callable[[Row], int | None]:
    """FluxBB wrote 0 or NULL for never."""
    return lambda row: row[column] or None


def required_date(column: str) -> Callable[[Row], int]:
    return lambda row: row[column] or 0


def seconds(name: str) -> Callable[[Row], float | None]:
    """A moment here as FluxBB counted them."""
    return lambda row: None if row[name] is None else row[name].timestamp()


def text(column: str) -> Callable[[Row], str]:
    return lambda row: row[column] or ""


def number(column: str, default: int = 0) -> Callable[[Row], int]:
    return lambda row: default if row[column] is None else row[column]


def flag(column: str, *, default: bool = False) -> Callable[[Row], bool]:
    return lambda row: default if row[column] is None else bool(row[column])
