"""Posts: the source as it was, the number within the topic, and the HTML made of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from areopagus.boards import rendering
from areopagus.boards.models import Post
from areopagus.importers.bulk import Table
from areopagus.importers.fluxbb.moving.context import UNKNOWN, Move, batched, moment
from areopagus.importers.fluxbb.moving.ghosts import ghost_of
from areopagus.importers.fluxbb.moving.rendering import rendered
from areopagus.importers.fluxbb.prints import number_print, print_of
from areopagus.importers.models import KeptPost

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
ASPECTS = ("topic", "author", "text")
TOPIC = FIELDS.index("topic_id")
AUTHOR_ID = FIELDS.index("author_id")
AUTHOR = slice(FIELDS.index("author_name"), FIELDS.index("posted_at") + 1)
TEXT = slice(FIELDS.index("source"), FIELDS.index("markup") + 1)
EDITED = slice(FIELDS.index("with_smilies"), FIELDS.index("edited_by_name") + 1)


def number_posts(move: Move) -> None:
    move.old.db.executescript(NUMBER)


def move_posts(move: Move) -> None:
    total, done = move.old.count("posts"), 0
    table, kept = Table(Post, FIELDS), Table(KeptPost, ("id", "print"))
    with rendered(move, batched(move.old.rows(ROWS)), total) as batches:
        for rows, pages in batches:
            posts = [post_of(move, row, html) for row, html in zip(rows, pages, strict=True)]
            table.write(posts)
            kept.write((post[0], print_of_post(post)) for post in posts)
            done += len(rows)
            move.progress.say("posts", done, total)
    move.ledger.imported("posts", done)
    move.ledger.left_out("posts", "its id is no number above 0", total - done)


def print_of_post(post: Sequence[Any]) -> bytes:
    """Of a row of FIELDS: where it stands, who wrote it when, and the text, which are ASPECTS."""
    return b"".join(
        (
            number_print(post[TOPIC]),
            print_of((post[AUTHOR_ID], *post[AUTHOR])),
            print_of((*post[TEXT], *post[EDITED])),
        )
    )


def post_of(move: Move, row: sqlite3.Row, html: str) -> tuple[Any, ...]:
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
