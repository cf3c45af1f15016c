"""The index itself is no table that Django knows: each database has its own."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# Tokens are made by us; FTS5 only has to take them apart at spaces.
TOKENS = "tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* M*'\""
MAKE = {
    "sqlite": (
        f"CREATE VIRTUAL TABLE search_index USING fts5 (title, body, facts, {TOKENS})",
        # Few rows, so that words in titles are found first without reading all others.
        f"CREATE VIRTUAL TABLE search_titles USING fts5 (title, facts, {TOKENS})",
    ),
    "postgresql": tuple(
        statement
        for table in ("search_index", "search_titles")
        for statement in (
            f"CREATE TABLE {table} (post_id bigint PRIMARY KEY, words tsvector NOT NULL)",
            # What is written waits in no list that a search would have to read.
            f"CREATE INDEX {table}_words ON {table} USING gin (words) WITH (fastupdate = off)",
        )
    ),
}


def make(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in MAKE[editor.connection.vendor]:
        editor.execute(statement)


def unmake(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for table in ("search_index", "search_titles"):
        editor.execute(f"DROP TABLE {table}")


class Migration(migrations.Migration):
    dependencies = []
    operations = [migrations.RunPython(make, unmake)]
