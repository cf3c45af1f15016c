"""tsvector with weights for columns: A is the title, D the body, C the facts. Words are stemmed before, by us."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from areopagus.search.documents import Document
from areopagus.search.index.expressions import AnyOf, Expression, Phrase

INTERRUPTED = "statement timeout"
WEIGHTS = {"title": "A", "words": "AD", "facts": "C"}
# Between title and body, so that no phrase reaches from one into the other.
GAP = 10


def put(documents: list[Document]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_index (post_id, words) VALUES (%s, %s::tsvector)",
            [(one.post_id, vector(one)) for one in documents],
        )


def drop(post_ids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_index WHERE post_id = ANY(%s)", [post_ids])


def newest(asked: Expression, below: int, count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT post_id FROM search_index WHERE words @@ %s::tsquery AND post_id < %s"
            " ORDER BY post_id DESC LIMIT %s",
            [spelt(asked), below, count],
        )
        return [row[0] for row in cursor.fetchall()]


def numbers(after: int, upto: int | None) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT post_id FROM search_index WHERE post_id > %s AND post_id <= %s",
            [after, 2**62 if upto is None else upto],
        )
        return [row[0] for row in cursor.fetchall()]


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Said for this transaction only."""
    with transaction.atomic(), connection.cursor() as cursor:
        said = f"{int(seconds * 1000)}ms"
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [said])
        yield


def vector(document: Document) -> str:
    """As PostgreSQL reads one: 'token':place and weight. Tokens are letters and digits only."""
    begin = len(document.title) + GAP
    placed = [
        *(f"'{token}':{at}A" for at, token in enumerate(document.title, 1)),
        *(f"'{token}':{at}D" for at, token in enumerate(document.body, begin)),
        *(f"'{fact}':1C" for fact in document.facts),
    ]
    return " ".join(placed)


def spelt(asked: Expression) -> str:
    wanted = " & ".join(map(_any_of, asked.wanted))
    return " & ".join([wanted, *(f"!{_any_of(one)}" for one in asked.without)])


def _any_of(one: AnyOf) -> str:
    return f"({' | '.join(_phrase(phrase, WEIGHTS[one.where]) for phrase in one.phrases)})"


def _phrase(phrase: Phrase, weight: str) -> str:
    placed = (f"'{token}':{weight}" for token in phrase)
    return f"({' <-> '.join(placed)})"
