"""The full text index: FTS5 on SQLite, tsvector on PostgreSQL. The same words find the same posts on both.

It knows posts by number, newest first, and nothing of who may see them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from typing import Protocol, cast

from django.db import OperationalError, connection, transaction
from django.db.models.expressions import RawSQL

from areopagus.core.verdict import Refused
from areopagus.search.documents import Document
from areopagus.search.index.expressions import Expression, Range

__all__ = [
    "Expression",
    "Range",
    "TooBroad",
    "among",
    "drop",
    "newest",
    "numbers",
    "put",
    "settle",
    "within",
]


class TooBroad(Refused):
    """The board gives no query more time than that."""


class Backend(Protocol):
    """What one database has to know."""

    INTERRUPTED: str

    def put(self, documents: list[Document]) -> None: ...
    def drop(self, post_ids: list[int]) -> None: ...
    def newest(self, asked: Expression, within: Range) -> list[int]: ...
    def numbers(self, after: int, upto: int | None) -> list[int]: ...
    def among(self, ids: list[int]) -> RawSQL: ...
    def settle(self) -> None: ...
    def limited(self, seconds: float) -> AbstractContextManager[None]: ...


def _backend() -> Backend:
    return cast(Backend, import_module(f"{__name__}.{connection.vendor}"))


@transaction.atomic
def put(documents: list[Document]) -> None:
    """In place of what was known of these posts."""
    _backend().drop([document.post_id for document in documents])
    _backend().put(documents)


def drop(post_ids: list[int]) -> None:
    if post_ids:
        _backend().drop(post_ids)


def newest(asked: Expression, within: Range) -> list[int]:
    """The numbers of the posts that match, highest first."""
    return _backend().newest(asked, within)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Everything that is asked inside takes no longer in the database; TooBroad otherwise."""
    backend = _backend()
    try:
        with backend.limited(seconds):
            yield
    except OperationalError as error:
        if backend.INTERRUPTED not in str(error):
            raise
        raise TooBroad(
            "This search takes the board too long. More words, an author or a forum make it quicker."
        ) from error


def numbers(after: int, upto: int | None) -> list[int]:
    """Of which posts above `after` and not above `upto` anything is known."""
    return _backend().numbers(after, upto)


def among(ids: list[int]) -> RawSQL:
    """For `pk__in`: many numbers as one value, which takes a tenth of the time that a thousand values take."""
    return _backend().among(ids)


def settle() -> None:
    """After much was put in: the database learns how frequent words are."""
    _backend().settle()
