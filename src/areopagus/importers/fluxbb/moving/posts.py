"""Posts: the source as it was, the number within the topic, and the HTML made of it."""

from __future__ import annotations

import sqlite3

from areopagus.boards import rendering
from areopagus.boards.models import Post
from areopagus.importers.bulk import Table
from areopagus.importers.fluxbb.moving.context import UNKNOWN, Move, batched, moment
from areopagus.importers.fluxbb.moving.ghosts import ghost_of
from areopagus.importers.fluxbb.moving.rendering import rendered

# FluxBB shows the posts of a topic in the order of their ids, whatever their dates say.
NUMBER = """
CREATE TABLE numbered (id INTEGER PRIMARY KEY, topic INTEGER, number INTEGER);
INSERT INTO numbered
SELECT posts.id, home.topic,
       ROW_NUMBER() OVER (PARTITION BY home.topic ORDER BY posts.id)
FROM posts JOIN home ON home.id = posts.topic_id WHERE posts.id > 0;
"""
ROWS = """
SELECT posts.*, numbered.topic AS home, numbered.number
FROM posts JOIN numbered ON numbered.id = posts.id ORDER BY posts.id
"""


FIELDS = (
    "id", "topic_id", "number", "author_id", "ghost_id", "author_name", "author_mail",
    "author_address", "posted_at", "source", "markup", "html", "html_version", "with_smilies",
    "edited_at", "edited_by_name",
)  # fmt: skip


def move_posts(move: Move) -> None:
    move.old.db.executescript(NUMBER)
    total, done = move.old.count("posts"), 0
    table = Table(Post, FIELDS)
    with rendered(move, batched(move.old.rows(ROWS)), total) as batches:
        for rows, pages in batches:
            table.write(_post(move, row, html) for row, html in zip(rows, pages, strict=True))
            done += len(rows)
            move.progress.say("posts", done, total)
    move.ledger.imported("posts", done)
    move.ledger.left_out("posts", "its id is no number above 0", total - done)


def _post(move: Move, row: sqlite3.Row, html: str) -> tuple[object, ...]:
    author = row["poster_id"] if row["poster_id"] in move.members else None
    mail = row["poster_email"] or ""
    edited = moment(row["edited"])
    return (
        row["id"],
        row["home"],
        row["number"],
        author,
        None if author else ghost_of(move, row),
        move.cut(row["poster"], 200, "posts.poster"),
        mail[:254] if author is None and "@" in mail else "",
        (row["poster_ip"] or "")[:45],
        moment(row["posted"]) or UNKNOWN,
        row["message"] or "",
        move.dialect,
        html,
        rendering.VERSION,
        not row["hide_smilies"],
        edited,
        move.cut(row["edited_by"], 200, "posts.edited_by") if edited else "",
    )
