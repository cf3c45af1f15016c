"""Rows of one table, written without an object for each: with posts that is most of an import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, models


class Table:
    """Writes to the fields `names` of `model`; its other fields get their defaults, an id the next one.

    A relation is named by its column, such as "topic_id".
    """

    def __init__(self, model: type[models.Model], names: Sequence[str]) -> None:
        meta = model._meta
        fields = {field.attname: field for field in meta.concrete_fields}
        self._moments = [
            place
            for place, name in enumerate(names)
            if isinstance(fields[name], models.DateTimeField)
        ]
        others = [
            field
            for name, field in fields.items()
            if name not in names and not isinstance(field, models.AutoField)
        ]
        self._defaults = tuple(
            field.get_db_prep_save(field.get_default(), connection) for field in others
        )
        quote = connection.ops.quote_name
        columns = [fields[name] for name in names] + others
        self._columns = ", ".join(quote(field.column or field.attname) for field in columns)
        self._places = ", ".join(["%s"] * len(columns))
        self._table = quote(meta.db_table)

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        with connection.cursor() as cursor:
            # The names are the model's own.
            if connection.vendor == "postgresql":
                statement = f"COPY {self._table} ({self._columns}) FROM STDIN"
                with cursor.copy(statement) as copy:
                    for row in rows:
                        copy.write_row((*row, *self._defaults))
            else:
                cursor.executemany(
                    f"INSERT INTO {self._table} ({self._columns}) VALUES ({self._places})",  # noqa: S608
                    list(self._adapted(rows)),
                )

    def _adapted(self, rows: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
        """SQLite keeps moments as text."""
        adapt = connection.ops.adapt_datetimefield_value
        for row in rows:
            adapted = [*row, *self._defaults]
            for place in self._moments:
                adapted[place] = adapt(adapted[place])
            yield adapted
