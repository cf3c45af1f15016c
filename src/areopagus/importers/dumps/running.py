"""Databases that are running: read in one transaction, so that all is of one moment, and only read.

The password may stand in the address; since others on the machine can see a command's arguments,
the variables of the databases' own programs (PGPASSWORD, MYSQL_PWD) are better.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pymysql
from pymysql.converters import encoders
from pymysql.cursors import SSCursor

from areopagus.importers.dumps.pieces import ROWS_AT_A_TIME, Piece, Row, Rows, Table
from areopagus.importers.dumps.stream import BadDump
from areopagus.importers.dumps.values import copied

if TYPE_CHECKING:
    # Boards without PostgreSQL need not have it.
    from psycopg import Connection
    from psycopg.rows import TupleRow

MYSQL_PORT = 3306
# Writes parameters, and leaves what is read as it came.
PLAIN: dict[Any, Any] = {**encoders}


def of_mysql(address: str) -> Iterator[Piece]:
    with _mysql(address) as db:
        for name in _mysql_names(db):
            yield from _mysql_table(db, name)


def names_of_mysql(address: str) -> set[str]:
    with _mysql(address) as db:
        return set(_mysql_names(db))


@contextmanager
def _mysql(address: str) -> Iterator[pymysql.Connection[SSCursor]]:
    parts = urlsplit(address)
    try:
        with closing(
            pymysql.connect(
                host=parts.hostname or "localhost",
                unix_socket=dict(parse_qsl(parts.query)).get("socket"),
                port=parts.port or MYSQL_PORT,
                user=unquote(parts.username or ""),
                password=unquote(parts.password or "") or os.environ.get("MYSQL_PWD", ""),
                database=unquote(parts.path.lstrip("/")),
                # Bytes as they were stored: what they mean is decided later.
                charset="utf8mb4",
                init_command="SET character_set_results = NULL",
                use_unicode=False,
                conv=PLAIN,
                cursorclass=SSCursor,
            )
        ) as db:
            yield db
    except (pymysql.Error, ValueError) as error:
        raise BadDump(f"the database cannot be read: {_said(error)}") from error


def _mysql_names(db: pymysql.Connection[SSCursor]) -> list[str]:
    with db.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
        cursor.execute("SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'")
        return [row[0].decode("utf-8", "replace") for row in cursor.fetchall()]


def _mysql_table(db: pymysql.Connection[SSCursor], name: str) -> Iterator[Piece]:
    with db.cursor() as cursor:
        quoted = name.replace("`", "``")
        cursor.execute(f"SELECT * FROM `{quoted}`")  # noqa: S608 - a name, quoted.
        columns = tuple(column[0] for column in cursor.description or ())
        yield Table(name, columns)
        while rows := cursor.fetchmany(ROWS_AT_A_TIME):
            yield Rows(name, columns, [tuple(row) for row in rows])


def of_postgresql(address: str) -> Iterator[Piece]:
    with _postgresql(address) as db:
        for name in _postgresql_names(db):
            yield from _postgresql_table(db, name)


def names_of_postgresql(address: str) -> set[str]:
    with _postgresql(address) as db:
        return set(_postgresql_names(db))


@contextmanager
def _postgresql(address: str) -> Iterator[Connection[TupleRow]]:
    try:
        import psycopg
    except ImportError as error:
        raise BadDump("reading PostgreSQL needs the package psycopg") from error
    try:
        with psycopg.connect(address, client_encoding="UTF8") as db:
            db.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield db
    except psycopg.Error as error:
        raise BadDump(f"the database cannot be read: {_said(error)}") from error


def _postgresql_names(db: Connection[TupleRow]) -> list[str]:
    named = db.execute(
        "SELECT table_name::text FROM information_schema.tables "
        "WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1"
    )
    return [name for (name,) in named.fetchall()]


def _postgresql_table(db: Connection[TupleRow], name: str) -> Iterator[Piece]:
    from psycopg import sql

    cursor = db.execute(sql.SQL("SELECT * FROM {} LIMIT 0").format(sql.Identifier(name)))
    columns = tuple(column.name for column in cursor.description or ())
    yield Table(name, columns)
    statement = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(name))
    rows: list[Row] = []
    with db.cursor() as cursor, cursor.copy(statement) as lines:
        for line in lines:
            fields = bytes(line).removesuffix(b"\n").split(b"\t")
            rows.append(tuple(copied(field) for field in fields))
            if len(rows) == ROWS_AT_A_TIME:
                yield Rows(name, columns, rows)
                rows = []
    if rows:
        yield Rows(name, columns, rows)


def _said(error: Exception) -> str:
    """One line of what the database says; it never repeats a password."""
    return str(error.args[-1] if error.args else error).strip().splitlines()[0]
