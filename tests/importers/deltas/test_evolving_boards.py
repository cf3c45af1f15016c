"""An old board that moves in and is brought up to date twice stands here as if its last dump had moved in."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from areopagus.accounts.hashers import is_wrapping
from areopagus.accounts.models import User
from areopagus.ops.check.examination import FACTS
from tests.importers.deltas.evolving import dumps
from tests.importers.deltas.living import Life
from tests.importers.deltas.snapshots import GONE, NO_POSTS, Board, Row, Rows, board, undone
from tests.importers.old_boards import Tables, move_in, sql
from tests.importers.verifying import verified

pytestmark = pytest.mark.django_db
# More of them: EVOLVING_BOARDS=100.
# What is kept of these depends on members who stay, or on chance.
KEPT_OTHERWISE = {"topics", "reports", "addresses", "passwords"}
BOARDS = int(os.environ.get("EVOLVING_BOARDS", "6"))


@pytest.mark.parametrize("seed", range(BOARDS))
def test_deltas_come_to_the_same_as_one_import(seed: int, tmp_path: Path) -> None:
    *_, last = steps = list(dumps(seed))
    with undone():
        said = [move_in(step, tmp_path) for step in steps]
        grown = board()
        assert_passwords(last)
        check()
        assert_verified(last, tmp_path)
    with undone():
        move_in(last, tmp_path)
        direct = board()
    assert "posts" in said[-1]
    for name, rows in direct.tables.items():
        assert_same(name, grown, direct, rows)
    assert_order(grown, direct)


def assert_same(name: str, grown: Board, direct: Board, rows: Rows) -> None:
    gone = grown.tables["User"].keys() - direct.tables["User"].keys()
    here = grown.tables[name]
    missing = rows.keys() - here.keys()
    assert not missing, f"{name}: {missing}"
    for key, row in rows.items():
        if name != "KeptRow" or key[0] not in KEPT_OTHERWISE:
            assert as_judged(name, here, here[key], row, gone) == row, f"{name} {key}"
    for key in here.keys() - rows.keys():
        assert is_left_on_purpose(name, key, here[key], gone), f"{name} {key}"


def as_judged(name: str, here: Rows, stands: Row, ought: Row, gone: set[Any]) -> Row:
    """Where somebody's account is gone there, it stays here, and so does what was theirs."""
    author = stands.get("author_id") or stands.get("reporter_id")
    if name in {"Post", "Topic", "Report"} and author in gone:
        theirs = {"author_id", "reporter_id", "reporter_name"} & ought.keys()
        return stands | {column: ought[column] for column in theirs}
    if name == "EmailAddress" and ought["verified"]:
        confirmed = {here[pk,]["email"] for pk in gone if (pk,) in here}
        if ought["email"] in confirmed:
            return stands | {"verified": True}
    return stands


def is_left_on_purpose(name: str, key: object, row: Row, gone: set[Any]) -> bool:
    if name in {"User", "KeptRow"}:
        return True
    if name in {"Post", "Topic"}:
        return bool(row["removed_at"]) and row["removal_reason"] in {GONE, NO_POSTS}
    if name == "Report":
        return row["settled_at"] is not None
    # What hangs on members who are gone there.
    return isinstance(key, tuple) and key[0] in gone


def assert_order(grown: Board, direct: Board) -> None:
    """In topics that no post was moved to, everything stands in the old order."""
    ordered = 0
    for topic, posts in direct.topics.items():
        here = grown.topics[topic]
        assert sorted(here) == posts
        if here == posts:
            ordered += 1
            assert grown.last_posts[topic] == direct.last_posts[topic]
    assert ordered


def assert_passwords(last: Tables) -> None:
    for row in last["users"][1:]:
        stored = User.objects.get(pk=int(row["id"] or 0)).password
        assert is_wrapping(stored, str(row["password"]), "sha1"), row["id"]


def assert_verified(dump: Tables, board: Path) -> None:
    is_same, said = verified(sql(dump), board)
    assert is_same, said


def check() -> None:
    assert not [line for fact in FACTS for line in fact.find()]


@pytest.mark.parametrize("seed", range(BOARDS))
def test_nothing_that_was_done_here_is_lost(seed: int, tmp_path: Path) -> None:
    life = Life(seed)
    for step in dumps(seed):
        said = move_in(step, tmp_path)
        assert life.stands() == life.did
        assert "Every row is accounted for." in said
        check()
        assert_verified(step, tmp_path)
        life.live(12)
