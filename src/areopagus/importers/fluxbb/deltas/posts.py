"""Posts, the many: compared in one stream; only those that are new or say something else are rendered."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Max

from areopagus.boards.models import Departure, Ghost, Post, Topic
from areopagus.importers.bulk import Table
from areopagus.importers.fluxbb.deltas.findings import shown
from areopagus.importers.fluxbb.deltas.merging import (
    CHANGED_HERE_GONE_THERE,
    CHANGED_ON_BOTH,
    DELETED_HERE,
    EVERYTHING,
    GONE,
    Kept,
    Merge,
)
from areopagus.importers.fluxbb.deltas.reading import kept_posts, side_by_side
from areopagus.importers.fluxbb.deltas.shadow import ALIAS
from areopagus.importers.fluxbb.moving.context import Move, batched
from areopagus.importers.fluxbb.moving.posts import (
    ASPECTS,
    AUTHOR,
    AUTHOR_ID,
    EDITED,
    FIELDS,
    ROWS,
    TEXT,
    TOPIC,
    post_of,
    print_of_post,
)
from areopagus.importers.fluxbb.moving.rendering import rendered
from areopagus.importers.fluxbb.prints import split
from areopagus.importers.models import KeptPost

AT_A_TIME = 500
BETWEEN_WORDS = 2000
KIND = "posts"
# What is to be written: NEW, or the names of aspects with commas between.
WANTED = "CREATE TABLE wanted (id INTEGER PRIMARY KEY, aspects TEXT, is_rendered INTEGER)"
NEW = "new"
# Both texts are ours.
ROWS_WANTED = f"""
SELECT * FROM ({ROWS}) AS posts JOIN wanted ON wanted.id = posts.id
WHERE is_rendered = ? ORDER BY posts.id
"""  # noqa: S608
RENDERED_AT = (FIELDS.index("html"), FIELDS.index("html_version"))
NUMBER, GHOST = FIELDS.index("number"), FIELDS.index("ghost_id")
# The fields of each aspect; what is rendered belongs to the text.
FIELDS_OF = {
    "topic": FIELDS[TOPIC : TOPIC + 1],
    "author": (FIELDS[AUTHOR_ID], FIELDS[GHOST], *FIELDS[AUTHOR]),
    "text": (*FIELDS[TEXT], *FIELDS[EDITED], *(FIELDS[at] for at in RENDERED_AT)),
}
Values = tuple[Any, ...]


def merge_posts(merge: Merge) -> None:
    old, progress = merge.move.old, merge.move.progress
    old.db.execute(WANTED)
    total, done = old.count("posts"), 0
    progress.say("comparing posts", done, total)
    theirs = ((row["id"], post_of(merge.move, row, "")) for row in old.rows(ROWS))
    waiting: list[tuple[int, Values | None, Kept | None]] = []
    sums = merge.findings.sums[KIND]
    for key, post, kept in side_by_side(theirs, kept_posts()):
        done += post is not None
        if not done % BETWEEN_WORDS:
            progress.say("comparing posts", done, total)
        if kept is not None and (
            (post is None and kept[1])
            or (post is not None and kept == (print_of_post(post), False))
        ):
            sums.unchanged += post is not None
            continue
        waiting.append((key, post, kept))
        if len(waiting) == AT_A_TIME:
            _judge(merge, waiting)
            waiting = []
    _judge(merge, waiting)
    merge.move.ledger.imported(KIND, done)
    merge.move.ledger.left_out(KIND, "its id is no number above 0", total - done)
    _write(merge)


def _judge(merge: Merge, some: Sequence[tuple[int, Values | None, Kept | None]]) -> None:
    sums, wanted, kept_now, gone = merge.findings.sums[KIND], [], [], []
    here = _here([key for key, _, _ in some])
    for key, post, kept in some:
        ours = here.get(key)
        if post is None:
            sums.vanished += 1
            gone.append(key)
            _vanish(merge, key, kept, ours)
            continue
        aspects, now = _changed(merge, key, post, kept, ours)
        if aspects:
            wanted.append((key, aspects, aspects == NEW or "text" in aspects.split(",")))
        sums.new += aspects == NEW
        sums.changed += aspects not in {"", NEW}
        sums.unchanged += not aspects
        kept_now.append(KeptPost(id=key, print=now))
    merge.move.old.db.executemany("INSERT INTO wanted VALUES (?, ?, ?)", wanted)
    KeptPost.objects.filter(pk__in=gone).update(is_gone=True)
    KeptPost.objects.bulk_create(
        kept_now,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["print", "is_gone"],
    )


def _here(keys: Sequence[int]) -> dict[int, dict[str, Any]]:
    names = [*FIELDS, "removed_at", "removal_reason"]
    return {row["id"]: row for row in Post.objects.filter(pk__in=keys).values(*names)}


def _changed(
    merge: Merge, key: int, post: Values, kept: Kept | None, ours: dict[str, Any] | None
) -> tuple[str, bytes]:
    """The aspects that are to be written, with commas between, and what is kept of the post now."""
    there = print_of_post(post)
    if ours is None:
        if kept is None:
            return NEW, there
        merge.conflict(
            KIND, (key,), "", EVERYTHING, here="", there=shown(post[TEXT]), why=DELETED_HERE
        )
        return "", there
    stands = tuple(ours[name] for name in FIELDS)
    before: list[bytes | None] = [*split(kept[0])] if kept else [None] * len(ASPECTS)
    wanted, now = [], []
    sides = zip(ASPECTS, split(there), split(print_of_post(stands)), before, strict=True)
    for aspect, theirs, mine, was in sides:
        is_settled = theirs in {was, mine}
        keeps_author = (
            not is_settled and aspect == "author" and _is_of_somebody_gone(merge, post, ours)
        )
        now.append((was or theirs) if keeps_author else theirs)
        if is_settled or keeps_author:
            continue
        if mine == was:
            wanted.append(aspect)
        else:
            _conflict(merge, key, aspect, post, ours)
    if kept is not None and kept[1] and ours["removal_reason"] == GONE:
        wanted.append("removed")
    return ",".join(wanted), b"".join(now)


def _conflict(merge: Merge, key: int, aspect: str, post: Values, ours: dict[str, Any]) -> None:
    name = {"topic": "topic_id", "author": "author_name", "text": "source"}[aspect]
    merge.conflict(
        KIND, (key,), ours["author_name"], aspect, here=shown(ours[name]),
        there=shown(post[FIELDS.index(name)]), why=CHANGED_ON_BOTH,
    )  # fmt: skip


def _is_of_somebody_gone(merge: Merge, post: Values, ours: dict[str, Any]) -> bool:
    """The account was deleted there. Here it stays, and what its member wrote stays theirs."""
    return post[AUTHOR_ID] is None and ours["author_id"] in merge.gone["users"]


def _vanish(merge: Merge, key: int, kept: Kept | None, ours: dict[str, Any] | None) -> None:
    if ours is None or kept is None or ours["removed_at"] is not None:
        return
    stands = print_of_post(tuple(ours[name] for name in FIELDS))
    text = ASPECTS.index("text")
    if split(stands)[text] != split(kept[0])[text]:
        merge.conflict(
            KIND, (key,), ours["author_name"], EVERYTHING, here=shown(ours["source"]), there="",
            why=CHANGED_HERE_GONE_THERE,
        )  # fmt: skip
        return
    Post.objects.filter(pk=key).update(removed_at=merge.move.now, removal_reason=GONE)


def _write(merge: Merge) -> None:
    """A member who was renamed may have written thousands of posts: those need no rendering."""
    old = merge.move.old
    writing = _Writing(merge.move)
    for rows in batched(old.rows(ROWS_WANTED, False)):
        writing.write(rows, [""] * len(rows))
    (total,) = old.rows("SELECT COUNT(*) AS posts FROM wanted WHERE is_rendered")
    with rendered(merge.move, batched(old.rows(ROWS_WANTED, True)), total["posts"]) as batches:
        for rows, pages in batches:
            writing.write(rows, pages)


class _Writing:
    def __init__(self, move: Move) -> None:
        self._move, self._total, self._done = move, move.old.count("wanted"), 0
        self._table, self._numbers, self._ghosts = Table(Post, FIELDS), _Numbers(), _Ghosts()

    def write(self, rows: Sequence[sqlite3.Row], pages: Sequence[str]) -> None:
        posts = [
            (row, self._ghosts.given(post_of(self._move, row, html)))
            for row, html in zip(rows, pages, strict=True)
        ]
        self._table.write(list(_new(posts, self._numbers)))
        for row, post in posts:
            if row["aspects"] != NEW:
                _change(post, row["aspects"].split(","), self._numbers)
        self._done += len(rows)
        self._move.progress.say("posts", self._done, self._total)


def _new(posts: list[tuple[sqlite3.Row, Values]], numbers: _Numbers) -> Iterator[Values]:
    for row, post in posts:
        if row["aspects"] == NEW:
            topic = numbers.home(post[TOPIC])
            yield (post[0], topic, numbers.next(topic), *post[NUMBER + 1 :])


def _change(post: Values, aspects: list[str], numbers: _Numbers) -> None:
    columns: dict[str, Any] = {}
    for aspect in aspects:
        columns |= {name: post[FIELDS.index(name)] for name in FIELDS_OF.get(aspect, ())}
    if "removed" in aspects:
        columns |= {"removed_at": None, "removal_reason": ""}
    if "topic_id" in columns:
        columns["topic_id"] = numbers.home(columns["topic_id"])
        _leave_place(post[0])
        columns["number"] = numbers.next(columns["topic_id"])
    Post.objects.filter(pk=post[0]).update(**columns)


def _leave_place(post: int) -> None:
    """The number it had is given to no other."""
    topic, number = Post.objects.values_list("topic_id", "number").get(pk=post)
    Departure.objects.create(topic_id=topic, number=number, post_id=post)


class _Ghosts:
    """Ghost authors of this board; those of the shadow have other numbers."""

    def __init__(self) -> None:
        self._here: dict[int, int] = {}

    def given(self, post: Values) -> Values:
        there = post[GHOST]
        if there is None:
            return post
        if there not in self._here:
            self._here[there] = self._found(Ghost.objects.using(ALIAS).get(pk=there))
        return (*post[:GHOST], self._here[there], *post[GHOST + 1 :])

    def _found(self, ghost: Ghost) -> int:
        known: dict[str, Any] = {"old_user_id": ghost.old_user_id}
        if ghost.old_user_id is None:
            known |= {"name_key": ghost.name_key, "origin": ghost.origin}
        told = {"name": ghost.name, "name_key": ghost.name_key, "origin": ghost.origin}
        found, _ = Ghost.objects.get_or_create(**known, defaults=told)
        return found.pk


class _Numbers:
    """The next number of each topic. Those once given stay, so posts come behind what is there."""

    def __init__(self) -> None:
        self._last: dict[int, int] = {}
        stubs = Topic.objects.filter(is_stub=True, moved_to__isnull=False)
        self._stubs: dict[int, int] = dict(stubs.values_list("pk", "moved_to_id"))

    def home(self, topic: int) -> int:
        """Where the posts of a topic are that was merged into another here."""
        seen = {topic}
        while (further := self._stubs.get(topic)) is not None and further not in seen:
            seen.add(further)
            topic = further
        return topic

    def next(self, topic: int) -> int:
        if topic not in self._last:
            given = (
                rows.filter(topic=topic).aggregate(last=Max("number"))["last"]
                for rows in (Post.objects, Departure.objects)
            )
            self._last[topic] = max(number or 0 for number in given)
        self._last[topic] += 1
        return self._last[topic]
