"""Writing many rows in few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from django.db.models import F, Model

from areopagus.core.ledger.tables import field_of, table_of

T = TypeVar("T")
Row = tuple[Model, Sequence[str]]
CHUNK = 500
# So many different values are written by a statement each, more of them together.
FEW = 8
# More than any number in a place.
OUT_OF_THE_WAY = 1_000_000_000


def in_chunks(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]


def write(model: type[Model], rows: Sequence[Row]) -> None:
    """Writes the named fields (attnames) of rows that hold their new values already."""
    rows = _step_aside(model, rows)
    alike: defaultdict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row, names in rows:
        alike[tuple((name, repr(getattr(row, name))) for name in names)].append((row, names))
    if len(alike) <= FEW:
        for same in alike.values():
            _write_same(model, [row for row, _ in same], same[0][1])
    else:
        _write_each(model, rows)


def _write_same(model: type[Model], rows: Sequence[Model], names: Sequence[str]) -> None:
    values = {name: getattr(rows[0], name) for name in names}
    for some in in_chunks(rows):
        model._base_manager.filter(pk__in=[row.pk for row in some]).update(**values)


def _write_each(model: type[Model], rows: Sequence[Row]) -> None:
    together: defaultdict[tuple[str, ...], list[Model]] = defaultdict(list)
    for row, names in rows:
        together[tuple(names)].append(row)
    for names, some in together.items():
        fields = [field_of(model, name).name for name in names]
        model._base_manager.bulk_update(some, fields, batch_size=CHUNK)


def _step_aside(model: type[Model], rows: Sequence[Row]) -> Sequence[Row]:
    """Rows that change places leave their old ones first: both databases check a key row by row.

    Answers the rows with their number among what is to be written.
    """
    place = table_of(model).place
    movers = {row.pk for row, names in rows if not set(place).isdisjoint(names)}
    if len(rows) == 1 or not movers:
        return rows
    number = place[-1]
    for some in in_chunks(sorted(movers)):
        model._base_manager.filter(pk__in=some).update(**{number: F(number) + OUT_OF_THE_WAY})
    return [
        (row, [*names, number] if row.pk in movers and number not in names else names)
        for row, names in rows
    ]
