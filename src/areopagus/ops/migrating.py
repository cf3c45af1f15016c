"""Brings a board's database to the tables of this version, after a backup; refuses a newer one's."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from areopagus.core.clock import now
from areopagus.ops.backup import copy_sqlite
from areopagus.ops.folder import CannotServe

KEPT_BACKUPS = 5


def migrate() -> None:
    """CannotServe when the board is from a newer version or its database does not answer."""
    try:
        executor = MigrationExecutor(connection)
        applied = set(executor.loader.applied_migrations)
    except DatabaseError as error:
        raise CannotServe(f"the board's database does not answer: {error}") from error
    known = set(executor.loader.disk_migrations)
    ours = {label for label, _ in known}
    if newer := sorted(key for key in applied - known if key[0] in ours):
        raise CannotServe(
            f"this board was made by a newer version of Areopagus (it knows {newer[0][0]} "
            f"{newer[0][1]}); nothing was changed"
        )
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    if applied:
        back_up()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def back_up() -> Path | None:
    """A copy of the database file in backups/; the oldest beyond five go. None on PostgreSQL."""
    if connection.vendor != "sqlite":
        return None
    folder = Path(settings.BOARD) / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    copy = folder / f"board-{now():%Y%m%d-%H%M%S}.sqlite3"
    unfinished = copy.with_suffix(".part")
    copy_sqlite(unfinished, is_checked=False)
    unfinished.rename(copy)
    for old in sorted(folder.glob("board-*.sqlite3"))[:-KEPT_BACKUPS]:
        old.unlink()
    return copy
