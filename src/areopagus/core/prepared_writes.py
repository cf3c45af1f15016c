"""What hot deeds write, whose SQL is worked out once and not at every deed: see `prepared`.

    COUNT = PreparedUpdate(
        lambda: Forum.objects.filter(pk=given("forum", int)), post_count=F("post_count") + 1
    )
    COUNT.run(forum=3)
    post = inserted(Post(topic=topic, number=4))

Both must stand in the deed's transaction, as whatever is written there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Field, Model, QuerySet
from django.db.models.sql import UpdateQuery

from areopagus.core.prepared import Given, Statement

M = TypeVar("M", bound=Model)


class PreparedUpdate:
    """As `build().update(**changes)` would be, where values of both may be `given`."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]], **changes: Any) -> None:
        self._build, self._changes = build, changes
        # By the kind of database, as above.
        self._ready: dict[str, tuple[Statement, tuple[Any, ...]]] = {}

    def run(self, **values: Any) -> int:
        """The number of rows that were found."""
        statement, parameters = self._ready.get(connection.vendor) or self._prepare()
        return statement.execute([_told(one, values) for one in parameters], _count)

    def _prepare(self) -> tuple[Statement, tuple[Any, ...]]:
        query: Any = self._build().query.chain(UpdateQuery)
        query.add_update_values(self._changes)
        sql, parameters = query.get_compiler(connection=connection).as_sql()
        ready = self._ready[connection.vendor] = Statement(sql), tuple(parameters)
        return ready


def _told(parameter: Any, values: Mapping[str, Any]) -> Any:
    """What stands at a place of the SQL, as the database wants it written."""
    if not isinstance(parameter, Given):
        return parameter
    return parameter.output_field.get_db_prep_value(values[parameter.name], connection)


def _count(cursor: Any) -> int:
    return int(cursor.rowcount)


def inserted(row: M) -> M:
    """A new instance, written as `save` would write it; it has its number then.

    No signal is sent, and no field does anything at it: not for files, nor for `auto_now`.
    """
    statement, fields = _insertion(type(row), connection.vendor)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    row.pk = statement.execute(values, _number)
    row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 - a part of Django's model API.
    return row


@cache
def _insertion(model: type[Model], vendor: str) -> tuple[Statement, list[Field[Any, Any]]]:
    meta: Any = model._meta
    quote = connection.ops.quote_name
    fields = [field for field in meta.local_concrete_fields if field is not meta.pk]
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608 - all of it is ours.
    # SQLite says it without being asked.
    returning = "" if vendor == "sqlite" else f" RETURNING {quote(meta.pk.column)}"
    return Statement(sql + returning), fields


def _number(cursor: Any) -> int:
    return int(cursor.fetchone()[0] if cursor.description else cursor.lastrowid)
