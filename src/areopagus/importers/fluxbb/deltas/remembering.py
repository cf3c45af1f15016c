"""What is kept of an old board when it has moved in, for the next time. Posts are kept as they are written."""

from __future__ import annotations

from datetime import UTC, datetime

from areopagus.importers.bulk import Table
from areopagus.importers.dumps import name_of
from areopagus.importers.fluxbb.deltas import avatars, options, passwords
from areopagus.importers.fluxbb.deltas.kinds import KINDS, Kind
from areopagus.importers.fluxbb.deltas.people import ADDRESSES
from areopagus.importers.fluxbb.deltas.reading import Key, Row, rows_of
from areopagus.importers.fluxbb.moving import rooms
from areopagus.importers.fluxbb.moving.context import LATEST, Move, batched
from areopagus.importers.fluxbb.staging import Staging
from areopagus.importers.models import KeptRow, Moved

NEWEST = f"""
SELECT MAX(at) FROM (
  SELECT MAX(posted) AS at FROM posts WHERE posted < {LATEST}
  UNION ALL SELECT MAX(registered) FROM users WHERE registered < {LATEST}
  UNION ALL SELECT MAX(last_visit) FROM users WHERE last_visit < {LATEST}
  UNION ALL SELECT MAX(logged) FROM online WHERE logged < {LATEST}
)
"""  # noqa: S608 - a number of ours.


def remember_all(move: Move) -> None:
    """At the end of the first import, in its transaction."""
    table = Table(KeptRow, ("kind", "first", "second", "print"))
    for kind in (*KINDS, ADDRESSES):
        for rows in batched(rows_of(kind)):
            table.write(_kept(kind, key, row) for key, row in rows)
    options.keep_options()
    avatars.keep_avatars(move)
    users = move.old.rows("SELECT id, password, salt FROM users WHERE id > 1")
    passwords.keep_sets({row["id"]: (row["password"] or "", row["salt"] or "") for row in users})


def _kept(kind: Kind, key: Key, row: Row) -> tuple[str, int, int, bytes]:
    first, second = (*key, 0)[:2]
    return kind.name, first, second, kind.print(row)


def note(move: Move, source: str, charset: str) -> Moved:
    """That the old board has moved in, and how it stood."""
    return Moved.objects.create(
        finished_at=move.now,
        source=name_of(source)[:300],
        charset=charset,
        newest_at=newest_in(move.old),
        highest=rooms.highest_in(move.old),
        edges=dict(move.edges),
    )


def newest_in(old: Staging) -> datetime | None:
    """The last moment of which the old board knows anything."""
    seconds = old.db.execute(NEWEST).fetchone()[0]
    return datetime.fromtimestamp(seconds, UTC) if seconds and seconds > 0 else None
