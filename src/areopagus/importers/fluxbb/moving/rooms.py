"""Which ids the old board may still give out, and where those of this board begin.

All old ids are kept. Between the first import and the last delta people write on both boards, so the old
one is left room: what is made here gets ids behind it.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection, models

from areopagus.accounts.models import Ban, Group, User
from areopagus.boards.models import Category, Forum, Post, Topic
from areopagus.importers.fluxbb.staging import Staging
from areopagus.moderation.models import Report

MODELS: Mapping[str, type[models.Model]] = {
    "groups": Group,
    "users": User,
    "categories": Category,
    "forums": Forum,
    "topics": Topic,
    "posts": Post,
    "reports": Report,
    "bans": Ban,
}
# How far above the old board's highest id its room ends, at least.
ROOM = {
    "groups": 1_000,
    "users": 100_000,
    "categories": 1_000,
    "forums": 1_000,
    "topics": 100_000,
    "posts": 1_000_000,
    "reports": 100_000,
    "bans": 10_000,
}
ROUND = 1_000
# Behind the old board's room come the ids of what the import itself makes, such as a forum for what
# stood nowhere; then those of people here.
MADE_BY_THE_IMPORT = 1_000
HIGHEST = {
    "groups": "SELECT MAX(g_id) FROM groups",
    # Topics that are gone are made again for the posts that name them.
    "topics": "SELECT MAX(id) FROM (SELECT id FROM topics UNION SELECT topic_id FROM posts)",
}


def highest_in(old: Staging) -> dict[str, int]:
    """By table, the highest id that the old board has given."""
    found = {}
    for table in MODELS:
        # The names are those above.
        statement = HIGHEST.get(table, f"SELECT MAX(id) FROM {table}")  # noqa: S608
        found[table] = max(old.db.execute(statement).fetchone()[0] or 0, 0)
    return found


def edges_behind(highest: Mapping[str, int]) -> dict[str, int]:
    """By table, the first id that the old board may not have."""
    return {table: -(-(highest[table] + 1 + room) // ROUND) * ROUND for table, room in ROOM.items()}


def continue_behind(edges: Mapping[str, int]) -> None:
    """Ids were given by hand; the database goes on behind them."""
    with connection.cursor() as cursor:
        for table, model in MODELS.items():
            name = model._meta.db_table
            last = edges[table] + MADE_BY_THE_IMPORT - 1
            if connection.vendor == "postgresql":
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [name, last])
            else:
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [name])
                cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, %s)", [name, last])
