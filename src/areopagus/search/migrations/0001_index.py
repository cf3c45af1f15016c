"""The index itself is no table that Django knows: each database has its own."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

MAKE = {
    # Tokens are made by us; FTS5 only has to take them apart at spaces.
    "sqlite": (
        "CREATE VIRTUAL TABLE search_index USING fts5 (title, body, facts, tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* M*'\")",
    ),
    "postgresql": (
        "CREATE TABLE search_index (post_id bigint PRIMARY KEY, words tsvector NOT NULL)",
        # Rows are found through the index; what is written waits in no list that a search would have to read.
        "CREATE INDEX search_words ON search_index USING gin (words) WITH (fastupdate = off)",
    ),
}


def make(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in MAKE[editor.connection.vendor]:
        editor.execute(statement)


def unmake(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute("DROP TABLE search_index")


class Migration(migrations.Migration):
    dependencies = []
    operations = [migrations.RunPython(make, unmake)]
