"""FTS5. Its rows are numbered as the posts are, so that the newest are found without sorting."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models.expressions import RawSQL

from areopagus.search.documents import Document
from areopagus.search.index.expressions import AnyOf, Expression, Phrase, Range

INTERRUPTED = "interrupted"
# Steps of SQLite's machine between two looks at the clock.
STEPS = 20_000
TABLES = ("search_index", "search_titles")
COLUMNS = {"title": "{title}", "words": "{title body}", "facts": "{facts}"}


def put(documents: list[Document]) -> None:
    rows = [
        (one.post_id, " ".join(one.title), " ".join(one.body), " ".join(one.facts))
        for one in documents
    ]
    titles = [(pk, title, facts) for pk, title, _, facts in rows if title]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_index (rowid, title, body, facts) VALUES (%s, %s, %s, %s)", rows
        )
        cursor.executemany(
            "INSERT INTO search_titles (rowid, title, facts) VALUES (%s, %s, %s)", titles
        )


def drop(post_ids: list[int]) -> None:
    with connection.cursor() as cursor:
        for table in TABLES:
            # The names are the two above.
            cursor.executemany(
                f"DELETE FROM {table} WHERE rowid = %s",  # noqa: S608
                [(pk,) for pk in post_ids],
            )


def newest(asked: Expression, within: Range) -> list[int]:
    table = TABLES[within.titles_only]
    with connection.cursor() as cursor:
        # The names are the two above.
        cursor.execute(
            f"SELECT rowid FROM {table} WHERE {table} MATCH %s AND rowid > %s AND rowid < %s"  # noqa: S608
            " ORDER BY rowid DESC LIMIT %s",
            [spelt(asked), within.above, within.below, within.count],
        )
        return [row[0] for row in cursor.fetchall()]


def numbers(after: int, upto: int | None) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid FROM search_index WHERE rowid > %s AND rowid <= %s",
            [after, 2**62 if upto is None else upto],
        )
        return [row[0] for row in cursor.fetchall()]


def among(ids: list[int]) -> RawSQL:
    said = json.dumps(ids)
    return RawSQL("SELECT value FROM json_each(%s)", [said])


def settle() -> None:
    """FTS5 walks down the lists of its words, however long they are."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    connection.ensure_connection()
    end = time.monotonic() + seconds
    connection.connection.set_progress_handler(lambda: time.monotonic() > end, STEPS)
    try:
        yield
    finally:
        connection.connection.set_progress_handler(None, 0)


def spelt(asked: Expression) -> str:
    """As FTS5's own language has it; every token stands in quotation marks and holds none."""
    wanted = " AND ".join(map(_any_of, asked.wanted))
    return " NOT ".join([f"({wanted})" if asked.without else wanted, *map(_any_of, asked.without)])


def _any_of(one: AnyOf) -> str:
    return f"({COLUMNS[one.where]} : ({' OR '.join(map(_phrase, one.phrases))}))"


def _phrase(phrase: Phrase) -> str:
    return f'"{" ".join(phrase)}"'
