"""The database: how large, and on SQLite how much waits to be put into its place."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection

from areopagus.ui.jinja import filesize
from areopagus.upkeep.readings.reading import MB, Reading

LARGEST_LOG = 200 * MB


def database() -> Reading:
    return Reading("Database", filesize(_size()), detail=name_and_version())


def write_ahead_log() -> Reading | None:
    """None where there is no such file of ours to look after."""
    if connection.vendor != "sqlite":
        return None
    log = Path(f"{settings.DATABASES['default']['NAME']}-wal")
    size = log.stat().st_size if log.exists() else 0
    advice = ""
    if size > LARGEST_LOG:
        advice = (
            "It is put into the database when nobody reads an old state any more. Something reads for very long: "
            "a backup, or a program of your own. If it stays, start the board again."
        )
    return Reading("Write-ahead log", filesize(size), advice)


def name_and_version() -> str:
    version = connection.get_database_version()
    return f"{connection.display_name} {'.'.join(map(str, version))}"


def _size() -> int:
    if connection.vendor == "sqlite":
        return Path(settings.DATABASES["default"]["NAME"]).stat().st_size
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])
