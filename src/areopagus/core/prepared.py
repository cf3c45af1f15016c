"""Queries of hot pages, whose SQL is worked out once and not at every request.

Django builds a query anew each time it is asked, which on a topic page takes ten times as long as
the database takes to answer. A prepared query is written like any other, with `given(…)` where a
value is to stand:

    POSTS = Prepared(
        lambda: Post.objects.filter(topic=given("topic", int)).values_list("id", "html")
    )
    POSTS.rows(topic=42)

It is for plain values: no slices that vary and no model instances. A list of values stands behind
`__in`, however long it is: `filter(pk__in=given_list("ids", int))`. For what hot deeds write, see
`prepared_writes`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateTimeField,
    Expression,
    Field,
    IntegerField,
    Model,
    QuerySet,
    TextField,
)

FIELDS: dict[type, type[Field[Any, Any]]] = {
    int: IntegerField,
    str: CharField,
    bool: BooleanField,
    datetime: DateTimeField,
}
LISTED: dict[type, type[Field[Any, Any]]] = {int: BigIntegerField, str: TextField}
Rows = list[tuple[Any, ...]]
Converter = Callable[[Any], Any]
M = TypeVar("M", bound=Model)
A = TypeVar("A")
# Where a value stands in Django's SQL, or a per cent sign.
PLACE = re.compile("%([s%])")


class Given(Expression):
    """Stands for a value that is told later. It comes out among the parameters as itself."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:  # noqa: ARG002
        return "%s", [self]

    def told(self, value: Any) -> Any:
        """The value as the database is told it."""
        return value


class _GivenList(Given):
    """One parameter, so that the SQL is the same for every length."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:  # noqa: ARG002
        if connection.vendor == "sqlite":
            return "(SELECT value FROM json_each(%s))", [self]
        return f"(SELECT unnest(%s::{self.output_field.db_type(connection)}[]))", [self]

    def told(self, value: Any) -> Any:
        return json.dumps(list(value)) if connection.vendor == "sqlite" else list(value)


def given(name: str, kind: type) -> Any:
    """The place of a value of this type, which is told under this name."""
    return Given(name, FIELDS[kind]())


def given_list(name: str, kind: type) -> Any:
    """The place of any number of them: numbers or words, which are told as a collection."""
    return _GivenList(name, LISTED[kind]())


class Prepared:
    """`build` makes a `values_list` query. Rows come out as tuples, as the query would give them."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build = build
        # By the kind of database, because a process may know several.
        self._ready: dict[str, _Ready] = {}

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        return self._prepared().rows(values)

    def some_rows(self, skipped: int, most: int, **values: Any) -> list[tuple[Any, ...]]:
        """A slice of them."""
        return self._prepared().rows(values, (most, skipped))

    def dicts(self, **values: Any) -> list[dict[str, Any]]:
        """Each row by the names of its columns."""
        ready = self._prepared()
        return [dict(zip(ready.names, row, strict=True)) for row in ready.rows(values)]

    def row(self, **values: Any) -> tuple[Any, ...] | None:
        """The first row, None when there is none."""
        rows = self.rows(**values)
        return rows[0] if rows else None

    def raw_row(self, **values: Any) -> tuple[Any, ...] | None:
        """As the database gives it: to see whether anything in it is another. `read` makes it a row."""
        found = self._prepared().raw_rows(values)
        return found[0] if found else None

    def read(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        return self._prepared().read(row)

    def _prepared(self) -> _Ready:
        ready = self._ready.get(connection.vendor)
        if ready is None:
            ready = self._ready[connection.vendor] = _Ready(self._build())
        return ready


def columns_of(model: type[Model]) -> tuple[str, ...]:
    """The names of all its columns, in the order in which `made_from` wants them."""
    return tuple(field.attname for field in model._meta.concrete_fields)


def made_from(model: type[M], names: Sequence[str], row: Sequence[Any]) -> M:
    """The instance that the beginning of a row is, as the ORM would have made it."""
    return model.from_db(connection.alias, names, row[: len(names)])


class Statement:
    """SQL with `%s` where values stand, that the database works out once as well, for each connection.

    SQLite's module remembers what it was asked. PostgreSQL, asked through Django's cursor, is sent the
    values within the SQL, so that no two statements are the same; so it is asked through one that
    numbers them (psycopg's documentation, "Prepared statements" and "Raw query cursors").
    """

    def __init__(self, sql: str) -> None:
        self._sql, numbers = sql, count(1)
        self._numbered = PLACE.sub(lambda m: f"${next(numbers)}" if m[1] == "s" else "%", sql)

    def execute(self, parameters: Sequence[Any], look: Callable[[Any], A]) -> A:
        """What `look` finds at the cursor."""
        # Django's `connection` looks for the thread's own at each mention.
        own: Any = connections[DEFAULT_DB_ALIAS]
        if own.queries_logged or own.execute_wrappers:
            # Somebody counts the queries, or looks at them.
            with own.cursor() as cursor:
                cursor.execute(self._sql, parameters)
                return look(cursor)
        # As Django's cursors do: what is written in a deed that has failed would be lost without a word.
        own.validate_no_broken_transaction()
        own.ensure_connection()
        with own.wrap_database_errors:
            if own.vendor == "postgresql":
                from psycopg import RawCursor

                cursor = RawCursor(own.connection)
                cursor.execute(self._numbered, parameters)
            else:
                cursor = own.create_cursor()
                cursor.execute(self._sql, parameters)
            return look(cursor)


def _all(cursor: Any) -> Rows:
    return cast(Rows, cursor.fetchall())


class _Ready:
    """The SQL for one kind of database, and what its rows must go through."""

    def __init__(self, query: QuerySet[Any, Any]) -> None:
        compiler = query.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        self._whole, self._part = Statement(sql), Statement(f"{sql} LIMIT %s OFFSET %s")
        self._parameters = tuple(parameters)
        self._places = [
            (place, value) for place, value in enumerate(parameters) if isinstance(value, Given)
        ]
        self.names: tuple[str, ...] = query.query.values_select
        columns = [expression for expression, _, _ in compiler.select]
        self._converters = [
            (place, _converter(converters, expression))
            for place, (converters, expression) in compiler.get_converters(columns).items()
        ]

    def rows(
        self, values: Mapping[str, Any], part: tuple[int, int] | None = None
    ) -> list[tuple[Any, ...]]:
        """`part` is how many rows at most, and how many are left out before them."""
        found = self.raw_rows(values, part)
        return [self.read(row) for row in found] if self._converters else found

    def raw_rows(
        self, values: Mapping[str, Any], part: tuple[int, int] | None = None
    ) -> list[tuple[Any, ...]]:
        parameters = list(self._parameters)
        for place, value in self._places:
            parameters[place] = value.told(values[value.name])
        if part is None:
            return self._whole.execute(parameters, _all)
        return self._part.execute([*parameters, *part], _all)

    def read(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for place, convert in self._converters:
            if values[place] is not None:
                values[place] = convert(values[place])
        return tuple(values)


def _converter(converters: Sequence[Any], expression: Any) -> Converter:
    field = expression.output_field
    if connection.vendor == "sqlite" and isinstance(field, DateTimeField):
        return _moment
    if connection.vendor == "sqlite" and isinstance(field, BooleanField):
        return bool

    def convert(value: Any) -> Any:
        for converter in converters:
            value = converter(value, expression, connection)
        return value

    return convert


def _moment(found: Any) -> datetime:
    """SQLite holds UTC without saying so; where the column is known, the text was read already."""
    at = datetime.fromisoformat(found) if isinstance(found, str) else found
    return at.replace(tzinfo=UTC)
