"""Small boards of FluxBB as dumps: the sound ones that FluxBB wrote, and odd ones made to measure."""

from __future__ import annotations

from collections.abc import Mapping
from io import StringIO
from pathlib import Path

from areopagus.importers.fluxbb.importing import Wishes, import_board
from areopagus.importers.fluxbb.schema import REQUIRED

WRITTEN_BY_FLUXBB = Path(__file__).with_name("boards")
SAMPLE = WRITTEN_BY_FLUXBB / "fluxbb-sample.sql.gz"
Value = str | int | bytes | None
Row = Mapping[str, Value]
Tables = dict[str, list[Row]]
# A moment of the year 2009 in which nothing else happened.
THEN = 1_240_000_000


def sound() -> Tables:
    """The least a board of FluxBB 1.5 has: two people, one forum, one topic with a post of each."""
    return {
        "config": [
            {"conf_name": "o_cur_version", "conf_value": "1.5.11"},
            {"conf_name": "o_board_title", "conf_value": "The old board"},
        ],
        "categories": [{"id": 1, "cat_name": "Space", "disp_position": 1}],
        "forums": [{"id": 1, "forum_name": "Missions", "cat_id": 1, "redirect_url": None}],
        "groups": [
            {"g_id": 1, "g_title": "Administrators", "g_moderator": 0},
            {"g_id": 2, "g_title": "Moderators", "g_moderator": 1},
            {"g_id": 3, "g_title": "Guests", "g_moderator": 0},
            {"g_id": 4, "g_title": "Members", "g_moderator": 0},
        ],
        "users": [member(1, "Guest", group_id=3), member(2, "Ada", group_id=1), member(3, "Max")],
        "topics": [topic(1)],
        "posts": [post(1, 1, poster="Ada", poster_id=2), post(2, 1, poster="Max", poster_id=3)],
    }


def member(pk: int, name: str, **changed: Value) -> Row:
    return {
        "id": pk,
        "group_id": 4,
        "username": name,
        "password": "0" * 40,
        "email": f"member{pk}@example.org",
        "registered": THEN,
        "num_posts": 0,
        **changed,
    }


def topic(pk: int, **changed: Value) -> Row:
    return {
        "id": pk,
        "poster": "Ada",
        "subject": f"Topic {pk}",
        "posted": THEN,
        "first_post_id": pk,
        "last_post": THEN,
        "num_views": 7,
        "closed": 0,
        "sticky": 0,
        "moved_to": None,
        "forum_id": 1,
        **changed,
    }


def post(pk: int, topic_id: int, **changed: Value) -> Row:
    return {
        "id": pk,
        "poster": "Ada",
        "poster_id": 2,
        "poster_ip": "192.0.2.1",
        "message": f"Text {pk}",
        "hide_smilies": 0,
        "posted": THEN + pk,
        "edited": None,
        "topic_id": topic_id,
        **changed,
    }


def sql(tables: Tables, prefix: str = "") -> bytes:
    """The dump. The tables have the columns of their rows; by those FluxBB's versions are told apart."""
    lines = []
    for name in dict.fromkeys((*REQUIRED, *tables)):
        told = dict.fromkeys(column for row in tables.get(name, []) for column in row) or ("id",)
        whole = ", ".join(f"`{column}` text" for column in told)
        lines.append(f"CREATE TABLE `{prefix}{name}` ({whole});".encode())
    for name, rows in tables.items():
        for row in rows:
            columns = ", ".join(f"`{column}`" for column in row).encode()
            values = b", ".join(_literal(value) for value in row.values())
            where = f"`{prefix}{name}`".encode()
            lines.append(b"INSERT INTO %b (%b) VALUES (%b);" % (where, columns, values))
    return b"\n".join(lines) + b"\n"


def _literal(value: Value) -> bytes:
    if value is None:
        return b"NULL"
    if isinstance(value, int):
        return str(value).encode()
    text = value.encode() if isinstance(value, str) else value
    return b"'" + text.replace(b"\\", b"\\\\").replace(b"'", b"\\'").replace(b"\n", b"\\n") + b"'"


def move_in(dump: Path | str | bytes | Tables, folder: Path, wishes: Wishes = Wishes()) -> str:  # noqa: B008 - frozen.
    """Imports and returns what the command says."""
    if isinstance(dump, dict):
        dump = sql(dump)
    if isinstance(dump, bytes):
        written = folder / "dump.sql"
        written.write_bytes(dump)
        dump = written
    said = StringIO()
    import_board(str(dump), folder, said, wishes)
    return said.getvalue()
