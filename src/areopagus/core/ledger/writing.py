"""Writing many rows in few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from django.db.models import F, Model

from areopagus.core.ledger.tables import field_of, table_of

T = TypeVar("T")
CHUNK = 500
# So many different values are written by a statement each, more of them together.
FEW = 8


def in_chunks(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]


def write(model: type[Model], rows: Sequence[tuple[Model, Sequence[str]]]) -> None:
    """Writes the named fields (attnames) of rows that hold their new values already."""
    _park(model, rows)
    alike: defaultdict[tuple[Any, ...], list[Model]] = defaultdict(list)
    for row, names in rows:
        alike[tuple((name, repr(getattr(row, name))) for name in names)].append(row)
    if len(alike) <= FEW:
        for same in alike.values():
            _write_same(model, same, next(names for row, names in rows if row is same[0]))
    else:
        _write_each(model, rows)


def _write_same(model: type[Model], rows: Sequence[Model], names: Sequence[str]) -> None:
    values = {name: getattr(rows[0], name) for name in names}
    for some in in_chunks(rows):
        model._base_manager.filter(pk__in=[row.pk for row in some]).update(**values)


def _write_each(model: type[Model], rows: Sequence[tuple[Model, Sequence[str]]]) -> None:
    together: defaultdict[tuple[str, ...], list[Model]] = defaultdict(list)
    for row, names in rows:
        together[tuple(names)].append(row)
    for names, some in together.items():
        fields = [field_of(model, name).name for name in names]
        model._base_manager.bulk_update(some, fields, batch_size=CHUNK)


def _park(model: type[Model], rows: Sequence[tuple[Model, Sequence[str]]]) -> None:
    """Both databases check a unique key row by row; so numbers that change places step aside first."""
    for name, distance in table_of(model).parked.items():
        moving = [row.pk for row, names in rows if name in names]
        if len(moving) > 1:
            for some in in_chunks(moving):
                model._base_manager.filter(pk__in=some).update(**{name: F(name) + distance})
