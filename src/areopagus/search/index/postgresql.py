"""tsvector with weights for columns: A is the title, D the body, C the facts. Words are stemmed before, by us."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.db import connection, transaction
from django.db.models.expressions import RawSQL

from areopagus.search.documents import Document
from areopagus.search.index.expressions import AnyOf, Expression, Phrase, Range

INTERRUPTED = "statement timeout"
TABLES = ("search_index", "search_titles")
WEIGHTS = {"title": "A", "words": "AD", "facts": "C"}
# Between title and body, so that no phrase reaches from one into the other.
GAP = 10


def put(documents: list[Document]) -> None:
    rows = [(one.post_id, vector(one)) for one in documents]
    titles = [(one.post_id, vector(replace(one, body=[]))) for one in documents if one.title]
    with connection.cursor() as cursor:
        for table, some in zip(TABLES, (rows, titles), strict=True):
            # The names are the two above.
            cursor.executemany(
                f"INSERT INTO {table} (post_id, words) VALUES (%s, %s::tsvector)",  # noqa: S608
                some,
            )


def drop(post_ids: list[int]) -> None:
    with connection.cursor() as cursor:
        for table in TABLES:
            # The names are the two above.
            cursor.execute(f"DELETE FROM {table} WHERE post_id = ANY(%s)", [post_ids])  # noqa: S608


def newest(asked: Expression, within: Range) -> list[int]:
    table = TABLES[within.titles_only]
    with connection.cursor() as cursor:
        # The names are the two above.
        cursor.execute(
            f"SELECT post_id FROM {table} WHERE words @@ %s::tsquery AND post_id > %s AND post_id < %s"  # noqa: S608
            " ORDER BY post_id DESC LIMIT %s",
            [spelt(asked), within.above, within.below, within.count],
        )
        return [row[0] for row in cursor.fetchall()]


def numbers(after: int, upto: int | None) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT post_id FROM search_index WHERE post_id > %s AND post_id <= %s",
            [after, 2**62 if upto is None else upto],
        )
        return [row[0] for row in cursor.fetchall()]


def among(ids: list[int]) -> RawSQL:
    said = "{" + ",".join(map(str, ids)) + "}"
    return RawSQL("SELECT unnest(%s::bigint[])", [said])


def settle() -> None:
    """Until it knows how frequent words are, it reads all posts with a common word to find the newest."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ANALYZE {table}")


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
