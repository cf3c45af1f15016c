"""Topics under their old ids, stubs among them, and a home for every post."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from areopagus.boards.models import Topic
from areopagus.importers.fluxbb.moving.context import UNKNOWN, Move, batched, count, moment
from areopagus.importers.fluxbb.moving.places import holding_forum

# A post's home is its topic; where that is only a stub, the topic it leads to.
PREPARE = """
CREATE INDEX IF NOT EXISTS posts_by_topic ON posts (topic_id, id);
CREATE TABLE home (id INTEGER PRIMARY KEY, topic INTEGER, is_stub INTEGER);
CREATE INDEX home_by_topic ON home (topic);
"""
# The post that opens a topic: FluxBB's own note where it still stands there, else the first.
ROWS = """
SELECT found.*, posts.poster_id AS author FROM (
  SELECT topics.*, home.is_stub, home.topic AS home,
         COALESCE(
           (SELECT posts.id FROM posts JOIN home AS there ON there.id = posts.topic_id
            WHERE posts.id = topics.first_post_id AND posts.id > 0 AND there.topic = home.topic),
           (SELECT MIN(posts.id) FROM home AS there JOIN posts ON posts.topic_id = there.id
            WHERE there.topic = home.topic AND posts.id > 0)
         ) AS opening
  FROM topics JOIN home ON home.id = topics.id WHERE topics.id > 0
) AS found LEFT JOIN posts ON posts.id = found.opening ORDER BY found.id
"""
LOST = """
SELECT topic_id AS id, MIN(posted) AS posted, MAX(posted) AS last_post, COUNT(*) AS posts FROM posts
WHERE id > 0 AND NOT EXISTS (SELECT 1 FROM home WHERE home.id = posts.topic_id)
GROUP BY topic_id ORDER BY topic_id
"""


def move_topics(move: Move) -> None:
    _find_homes(move)
    total, done = move.old.count("topics"), 0
    for rows in batched(move.old.rows(ROWS)):
        Topic.objects.bulk_create([_topic(move, row) for row in rows], 200)
        done += len(rows)
        move.progress.say("topics", done, total)
    move.ledger.imported("topics", done)
    move.ledger.left_out("topics", "its id is no number above 0", total - done)
    Topic.objects.bulk_create(_found_again(move))


def _find_homes(move: Move) -> None:
    db = move.old.db
    db.executescript(PREPARE)
    led = move.old.rows("SELECT id, moved_to FROM topics WHERE moved_to IS NOT NULL AND id > 0")
    stubs: dict[int, int] = {row["id"]: row["moved_to"] for row in led}
    db.execute("INSERT INTO home SELECT id, id, 0 FROM topics WHERE id > 0")
    for stub in stubs:
        target = _end_of_chain(stub, stubs)
        found = target and db.execute("SELECT 1 FROM home WHERE id = ?", (target,)).fetchone()
        if found:
            db.execute("UPDATE home SET topic = ?, is_stub = 1 WHERE id = ?", (target, stub))
        elif not _has_posts(db, stub):
            move.ledger.change("topics: a stub that leads nowhere", f"topic {stub}")
            db.execute("UPDATE home SET is_stub = 1 WHERE id = ?", (stub,))


def _end_of_chain(stub: int, stubs: dict[int, int]) -> int | None:
    """Stubs may lead to stubs, and in a circle."""
    seen, at = {stub}, stubs[stub]
    while at in stubs:
        if at in seen:
            return None
        seen.add(at)
        at = stubs[at]
    return at


def _has_posts(db: sqlite3.Connection, topic: int) -> bool:
    return db.execute("SELECT 1 FROM posts WHERE topic_id = ?", (topic,)).fetchone() is not None


def _topic(move: Move, row: sqlite3.Row) -> Topic:
    started = moment(row["posted"]) or UNKNOWN
    latest = moment(row["last_post"]) or started
    is_stub = bool(row["is_stub"])
    topic = Topic(
        id=row["id"],
        forum_id=row["forum_id"],
        title=move.cut(row["subject"], 255, "topics.subject") or f"Topic {row['id']}",
        author_id=row["author"] if row["author"] in move.members else None,
        author_name=move.cut(row["poster"], 200, "topics.poster"),
        started_at=started,
        last_post_at=latest,
        # FluxBB knows that, not when.
        pinned_at=started if row["sticky"] and not is_stub else None,
        locked_at=latest if row["closed"] and not is_stub else None,
        is_stub=is_stub,
        moved_to_id=row["home"] if is_stub and row["home"] != row["id"] else None,
        view_count=count(row["num_views"]),
    )
    if topic.forum_id not in move.forums:
        move.ledger.change("topics: the forum is missing, so in a forum for staff", topic.title)
        topic.forum_id = holding_forum(move)
    if row["opening"] is None and not is_stub:
        move.ledger.change("topics: without any post, so removed", topic.title)
        topic.removed_at, topic.removal_reason = move.now, "It had no posts on the old board."
    return topic


def _found_again(move: Move) -> Iterator[Topic]:
    """A topic under the old id for posts whose own has vanished; staff decide what becomes of it."""
    db = move.old.db
    # A topic without an id gets one that the old board will give to no other.
    made = move.edges["topics"]
    for row in list(move.old.rows(LOST)):
        old = row["id"]
        if old and old > 0:
            new = old
        else:
            new = made
            made += 1
        if old is None:
            db.execute("UPDATE posts SET topic_id = ? WHERE topic_id IS NULL", (new,))
        db.execute("INSERT INTO home VALUES (?, ?, 0)", (new if old is None else old, new))
        move.ledger.change(
            f"posts: their topic is missing, so in a forum for staff ({row['posts']})"
        )
        started = moment(row["posted"]) or UNKNOWN
        yield Topic(
            id=new,
            forum_id=holding_forum(move),
            title=f"Posts of a topic that is lost ({new})",
            author_name="",
            started_at=started,
            last_post_at=moment(row["last_post"]) or started,
        )
