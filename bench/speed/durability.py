"""What the board's database promises of a commit, in one line; started by replies.py in the house's interpreter."""

from __future__ import annotations

import os
import sys

SYNCHRONOUS = ("OFF", "NORMAL", "FULL", "EXTRA")


def main() -> None:
    os.environ["AREOPAGUS_BOARD"] = sys.argv[1]
    os.environ["DJANGO_SETTINGS_MODULE"] = "areopagus.config.settings"
    import django

    django.setup()
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            level = SYNCHRONOUS[cursor.fetchone()[0]]
            cursor.execute("PRAGMA journal_mode")
            print(f"SQLite, journal_mode={cursor.fetchone()[0]}, synchronous={level}")
        else:
            said = []
            for name in ("fsync", "synchronous_commit"):
                cursor.execute(f"SHOW {name}")
                said.append(f"{name}={cursor.fetchone()[0]}")
            print(f"PostgreSQL, {', '.join(said)}")


if __name__ == "__main__":
    main()
