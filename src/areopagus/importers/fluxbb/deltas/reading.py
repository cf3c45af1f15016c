"""Rows of both boards and of what was kept, each in the order of their keys, some at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from areopagus.boards.models import Post
from areopagus.importers.fluxbb.deltas.kinds import Kind
from areopagus.importers.models import KeptPost, KeptRow

ROWS_AT_A_TIME = 1000
Key = tuple[int, ...]
Row = tuple[Any, ...]
T = TypeVar("T")
U = TypeVar("U")


def rows_of(kind: Kind, using: str = "default") -> Iterator[tuple[Key, Row]]:
    """Every row as keys and columns."""
    width = len(kind.keys)
    paged = _in_pages(_rows(kind, using), kind.keys)
    return ((row[:width], row) for row in paged)


def rows_at(kind: Kind, keys: Sequence[Key]) -> dict[Key, Row]:
    """Those of this board that have one of the keys."""
    width = len(kind.keys)
    found = _rows(kind, "default").filter(**{f"{kind.keys[0]}__in": {key[0] for key in keys}})
    wanted = set(keys)
    return {row[:width]: row for row in found if row[:width] in wanted}


def _rows(kind: Kind, using: str) -> QuerySet[Any, Row]:
    rows = kind.model._default_manager.using(using)  # noqa: SLF001 - Django's documented interface.
    if kind.left_out:
        rows = rows.exclude(**kind.left_out)
    return rows.values_list(*kind.keys, *kind.columns)


def kept_of(kind: Kind) -> Iterator[tuple[Key, tuple[bytes, bool]]]:
    rows = KeptRow.objects.filter(kind=kind.name)
    paged = _in_pages(rows.values_list("first", "second", "print", "is_gone"), ("first", "second"))
    width = len(kind.keys)
    return ((row[:width], (bytes(row[2]), row[3])) for row in paged)


def kept_posts() -> Iterator[tuple[int, tuple[bytes, bool]]]:
    paged = _in_pages(KeptPost.objects.values_list("id", "print", "is_gone"), ("id",))
    return ((row[0], (bytes(row[1]), row[2])) for row in paged)


def topics_of_posts() -> Iterator[tuple[int, int]]:
    paged = _in_pages(Post.objects.values_list("id", "topic_id"), ("id",))
    return ((row[0], row[1]) for row in paged)


def _in_pages(rows: QuerySet[Any, Row], keys: Sequence[str]) -> Iterator[Row]:
    """`rows` begin with their keys. They may be changed meanwhile: what was read is read."""
    ordered = rows.order_by(*keys)
    some = list(ordered[:ROWS_AT_A_TIME])
    while some:
        yield from some
        if len(some) < ROWS_AT_A_TIME:
            return
        some = list(ordered.filter(_behind(keys, some[-1]))[:ROWS_AT_A_TIME])


def _behind(keys: Sequence[str], last: Row) -> Q:
    first = Q(**{f"{keys[0]}__gt": last[0]})
    if len(keys) == 1:
        return first
    return first | Q(**{keys[0]: last[0], f"{keys[1]}__gt": last[1]})


def side_by_side(
    theirs: Iterator[tuple[Any, T]], kept: Iterator[tuple[Any, U]]
) -> Iterator[tuple[Any, T | None, U | None]]:
    """Both by key; None where one side has no such row."""
    left, right = next(theirs, None), next(kept, None)
    while left is not None or right is not None:
        if right is None or (left is not None and left[0] < right[0]):
            assert left is not None  # noqa: S101 - for the type checker; the loop says so.
            yield left[0], left[1], None
            left = next(theirs, None)
        elif left is None or right[0] < left[0]:
            yield right[0], None, right[1]
            right = next(kept, None)
        else:
            yield left[0], left[1], right[1]
            left, right = next(theirs, None), next(kept, None)
