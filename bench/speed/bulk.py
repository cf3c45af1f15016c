"""Millions of posts into one table of either database, with its indexes made afterwards.

Only for a board that nobody uses yet: while it runs, nothing is kept safe from a crash.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import islice
from typing import Any, cast

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from areopagus.boards.models import Post
from areopagus.core.sqlite.base import DatabaseWrapper

POSTS_AT_A_TIME = 50_000
HASTY = (
    "journal_mode=OFF",
    "synchronous=OFF",
    "foreign_keys=OFF",
    "locking_mode=EXCLUSIVE",
    "temp_store=MEMORY",
    "cache_size=-64000",
    "mmap_size=2000000000",
)
# What differs from post to post; every other column has the same value in each row.
NAMES = (
    "id",
    "topic_id",
    "number",
    "author_id",
    "posted_at",
    "author_name",
    "author_address",
    "source",
    "html",
)


class Posts:
    """`texts` are pairs of source and HTML, `members` names by number from 1."""

    def __init__(
        self, texts: Sequence[tuple[str, str]], members: Sequence[str], same: dict[str, Any]
    ) -> None:
        fields = {field.attname: field for field in Post._meta.concrete_fields}
        self._texts, self._members = texts, members
        quote = connection.ops.quote_name
        rest = [name for name in fields if name not in NAMES]
        self._columns = ", ".join(quote(fields[name].column or name) for name in (*NAMES, *rest))
        self._same = [
            fields[name].get_db_prep_save(
                same[name] if name in same else fields[name].get_default(), connection
            )
            for name in rest
        ]

    @cached_property
    def _escaped_texts(self) -> list[str]:
        return [f"{_escaped(source)}\t{_escaped(html)}" for source, html in self._texts]

    @cached_property
    def _escaped_same(self) -> str:
        return "\t".join(_escaped(value) for value in self._same)

    def write(self, posts: Iterable[tuple[int, int, int, int, str, int]]) -> None:
        write = self._copy if connection.vendor == "postgresql" else self._insert
        posts = iter(posts)
        while some := list(islice(posts, POSTS_AT_A_TIME)):
            write(some)

    def _insert(self, posts: Sequence[tuple[int, int, int, int, str, int]]) -> None:
        texts, members = self._texts, self._members
        places = ", ".join(["?"] * len(NAMES) + [_literal(value) for value in self._same])
        with transaction.atomic():
            connection.connection.executemany(
                f"INSERT INTO boards_post ({self._columns}) VALUES ({places})",
                (
                    (*post[:5], members[post[3]], _address(post[3]), *texts[post[5]])
                    for post in posts
                ),
            )

    def _copy(self, posts: Sequence[tuple[int, int, int, int, str, int]]) -> None:
        texts, same, members = self._escaped_texts, self._escaped_same, self._members
        lines = [
            f"{post_id}\t{topic}\t{number}\t{author}\t{at}+00\t{members[author]}\t"
            f"{_address(author)}\t{texts[text]}\t{same}\n"
            for post_id, topic, number, author, at, text in posts
        ]
        with (
            connection.connection.cursor() as cursor,
            cursor.copy(f"COPY boards_post ({self._columns}) FROM STDIN") as copy,
        ):
            copy.write("".join(lines))


@contextmanager
def hasty_database() -> Iterator[None]:
    """SQLite without its safety nets and with room in memory; PostgreSQL is left as it is."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for pragma in HASTY:
                cursor.execute(f"PRAGMA {pragma}")
            cast(DatabaseWrapper, connections[DEFAULT_DB_ALIAS]).promise_nothing()
        yield
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA optimize")
            cursor.execute("ANALYZE")
        else:
            cursor.execute("VACUUM ANALYZE")
    connection.close()


@contextmanager
def bare_table() -> Iterator[None]:
    """The table of posts without what would be kept true row by row; it is made again at the end."""
    with connection.cursor() as cursor:
        on_sqlite = connection.vendor == "sqlite"
        take_away, make = _indexes_of_sqlite(cursor) if on_sqlite else _of_postgresql(cursor)
        for statement in take_away:
            cursor.execute(statement)
        yield
        for statement in make:
            cursor.execute(statement)


def _indexes_of_sqlite(cursor: Any) -> tuple[list[str], list[str]]:
    cursor.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'boards_post' "
        # Those of some rows have none of ours, and cost less kept than a look at each post.
        "AND sql NOT LIKE '% WHERE %'"
    )
    found = cursor.fetchall()
    return [f'DROP INDEX "{name}"' for name, _ in found], [sql for _, sql in found]


def _of_postgresql(cursor: Any) -> tuple[list[str], list[str]]:
    """Constraints but the primary key, which others refer to, then indexes that belong to none."""
    cursor.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE conrelid = 'boards_post'::regclass AND contype IN ('f', 'u')"
    )
    constraints = cursor.fetchall()
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
        "WHERE indrelid = 'boards_post'::regclass AND NOT EXISTS "
        "(SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))"
    )
    indexes = cursor.fetchall()
    drop = [f'ALTER TABLE boards_post DROP CONSTRAINT "{name}"' for name, _ in constraints]
    make = [f'ALTER TABLE boards_post ADD CONSTRAINT "{name}" {how}' for name, how in constraints]
    drop += [f"DROP INDEX {name}" for name, _ in indexes]
    return drop, make + [how for _, how in indexes]


def _address(author: int) -> str:
    """One of the addresses that are kept for documentation."""
    return f"203.0.113.{author % 254 + 1}"


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    return str(int(value)) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def _escaped(value: object) -> str:
    """As PostgreSQL's COPY reads it."""
    if value is None:
        return "\\N"
    text = str(value)
    for character, escape in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(character, escape)
    return text
