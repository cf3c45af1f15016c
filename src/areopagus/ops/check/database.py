"""Rows that point to rows which are not there, and a damaged database file.

One question for both databases: SQLite can be written to with its foreign keys switched off, and
PostgreSQL can be restored with constraints that were never validated.
"""
# ruff: noqa: SLF001 - _meta is what Django documents for looking at models.

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey, Model

from areopagus.ops.check.facts import Fact, batched, rows


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key which the database itself should be keeping."""

    model: type[Model]
    name: str
    attribute: str
    column: str
    target: type[Model]
    target_column: str
    may_be_empty: bool

    def orphans(self) -> Iterator[tuple[int, int]]:
        """Key of each row whose reference leads nowhere, and where it should have led."""
        quote = connection.ops.quote_name
        primary_key = self.model._meta.pk
        key, column = quote(primary_key.column or primary_key.name), quote(self.column)
        # These names come from the models, never from a person.
        statement = (
            f"SELECT child.{key}, child.{column} FROM {quote(self.model._meta.db_table)} child "  # noqa: S608
            f"WHERE child.{column} IS NOT NULL AND NOT EXISTS ("
            f"SELECT 1 FROM {quote(self.target._meta.db_table)} parent "
            f"WHERE parent.{quote(self.target_column)} = child.{column})"
        )
        for row in rows(statement):
            yield row[0], row[1]


def references() -> Iterator[Reference]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed:
            continue
        for field in model._meta.local_fields:
            if isinstance(field, ForeignKey) and getattr(field, "db_constraint", True):
                target = field.target_field
                yield Reference(
                    model=model,
                    name=field.name,
                    attribute=field.attname,
                    column=field.column or field.attname,
                    target=field.related_model,
                    target_column=target.column or target.name,
                    may_be_empty=field.null,
                )


def _dangling(*, may_be_empty: bool) -> Iterator[str]:
    for reference in references():
        if reference.may_be_empty == may_be_empty:
            what = reference.model._meta.verbose_name
            target = reference.target._meta.verbose_name
            for key, missing in reference.orphans():
                yield (f"{what} {key}: {reference.name} is {target} {missing}, which is not there")


def _dangling_optional() -> Iterator[str]:
    return _dangling(may_be_empty=True)


def _dangling_required() -> Iterator[str]:
    return _dangling(may_be_empty=False)


def _let_go() -> None:
    """Empties references that may be empty: a post keeps its author's name all the same."""
    for reference in references():
        if reference.may_be_empty:
            # Found first and changed after: a statement must not run into its own changes.
            lost = [key for key, _missing in reference.orphans()]
            for some in batched(lost):
                rows_of = reference.model._default_manager.filter(pk__in=some)
                rows_of.update(**{reference.attribute: None})


def _damage() -> Iterator[str]:
    if connection.vendor == "sqlite":
        for (line,) in rows("PRAGMA integrity_check"):
            if line != "ok":
                yield f"database file: {line}; restore the newest backup beside it"


FACTS = (
    Fact("the database file", _damage),
    Fact("optional references", _dangling_optional, _let_go),
    Fact("references", _dangling_required),
)
