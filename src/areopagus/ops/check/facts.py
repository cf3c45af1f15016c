"""What a check is made of: a question that finds differences, and perhaps a way to mend them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection

T = TypeVar("T")
ROWS_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Fact:
    """`find` yields one readable line for each difference.

    `mend` puts right what `find` has found; None when only a person can decide.
    """

    name: str
    find: Callable[[], Iterator[str]]
    mend: Callable[[], None] | None = None


def rows(statement: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of one statement, a few hundred in memory at a time on both databases."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, parameters)
        while some := cursor.fetchmany(ROWS_AT_A_TIME):
            yield from some


def batched(keys: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(keys), ROWS_AT_A_TIME):
        yield keys[start : start + ROWS_AT_A_TIME]


def compared(kind: str, names: Sequence[str], found: Iterator[tuple[Any, ...]]) -> Iterator[str]:
    """Lines from rows of id, title and then a pair (as kept, as it should be) for each of `names`."""
    for number, title, *values in found:
        for name, kept, true in zip(names, values[::2], values[1::2], strict=True):
            if kept != true:
                yield (
                    f'{kind} {number} "{title}": {name} is {_shown(kept)}, should be {_shown(true)}'
                )


def _shown(value: object) -> str:
    return "empty" if value is None else str(value)
