"""Dumps that a board cannot be brought up to date with, and trials: the board is as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from areopagus.accounts.models import User
from areopagus.boards.models import Post, Topic
from areopagus.importers.fluxbb.importing import CannotImport, Wishes
from areopagus.importers.models import KeptPost, Moved
from areopagus.ops.check.examination import FACTS
from tests.importers.deltas.snapshots import board, undone
from tests.importers.old_boards import THEN, Tables, member, move_in, post, sound, sql, topic
from tests.importers.test_fuzzed_dumps import DUMPS, NASTY

pytestmark = pytest.mark.django_db
DAY = 86_400


@pytest.fixture
def old() -> Tables:
    return sound()


def assert_refused(
    dump: Tables | bytes, folder: Path, because: str, charset: str = "cp1252"
) -> None:
    before = board()
    with pytest.raises(CannotImport, match=because):
        move_in(dump, folder, Wishes(charset=charset))
    assert board() == before
    assert Moved.objects.count() == 1
    assert not list(folder.glob(".import*"))


def test_another_board(old: Tables, tmp_path: Path) -> None:
    move_in(old, tmp_path)
    old["users"][1:] = [
        member(2, "Olga", registered=THEN + 9),
        member(3, "Otto", registered=THEN + 8),
    ]
    assert_refused(old, tmp_path, "the dump of another board")


def test_another_board_with_the_same_people(old: Tables, tmp_path: Path) -> None:
    move_in(old, tmp_path)
    old["topics"] = [topic(1, posted=THEN + 5)]
    assert_refused(old, tmp_path, "of 1 topics with the same number only 0")


def test_an_older_dump(old: Tables, tmp_path: Path) -> None:
    newer = {**old, "posts": [*old["posts"], post(3, 1, posted=THEN + DAY)]}
    move_in(newer, tmp_path)
    assert_refused(old, tmp_path, "older than what is here: it ends on 2009-04-17")


def test_another_character_set(old: Tables, tmp_path: Path) -> None:
    move_in(old, tmp_path, Wishes(charset="cp1251"))
    assert_refused(old, tmp_path, "say --charset cp1251")


def test_half_a_dump(old: Tables, tmp_path: Path) -> None:
    old["posts"] += [post(number, 1) for number in range(3, 60)]
    move_in(old, tmp_path)
    old["posts"] = old["posts"][-10:]
    assert_refused(old, tmp_path, "has 10 posts, and the one before had 59")


def test_a_dump_that_breaks_off(old: Tables, tmp_path: Path) -> None:
    move_in(old, tmp_path)
    old["posts"].append(post(3, 1))
    assert_refused(sql(old)[:-30], tmp_path, "line")


def test_an_old_board_that_has_outgrown_its_room(old: Tables, tmp_path: Path) -> None:
    move_in(old, tmp_path)
    edge = Moved.objects.get().edges["topics"]
    almost = {**old, "topics": [*old["topics"], topic(edge - 1)]}
    almost["posts"] = [*old["posts"], post(3, edge - 1)]
    old["topics"].append(topic(edge))
    assert_refused(old, tmp_path, "its topics have reached number 101,000")
    move_in(almost, tmp_path)
    assert Topic.objects.filter(pk=edge - 1).exists()


def test_a_trial_changes_nothing(old: Tables, tmp_path: Path) -> None:
    move_in(old, tmp_path)
    before = board()
    old["posts"] = [post(1, 1, message="Changed"), post(3, 1, posted=THEN + DAY)]
    said = move_in(old, tmp_path, Wishes(dry_run=True))
    assert "posts                          1         1          0         1          0" in said
    assert "only a trial" in said
    assert board() == before
    assert KeptPost.objects.count() == 2
    assert not (tmp_path / "import-report-1.html").exists()


def test_nothing_new(old: Tables, tmp_path: Path) -> None:
    move_in(old, tmp_path)
    before = board()
    said = move_in(old, tmp_path)
    for line in said.partition("table ")[2].splitlines()[1:12]:
        assert line.split()[1:3] == ["0", "0"], line
    assert board() == before


def test_a_board_of_its_own(old: Tables, tmp_path: Path) -> None:
    User.objects.create_user("Ada", group_id=1, registered_at="2026-01-01T00:00Z")
    with pytest.raises(CannotImport, match="has members or forums of its own"):
        move_in(old, tmp_path)
    assert not Post.objects.exists()


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(
    where=st.floats(0, 1),
    length=st.integers(0, 40),
    instead=st.one_of(st.sampled_from(NASTY), st.binary(max_size=20)),
)
def test_a_wounded_newer_dump_is_refused_or_sound(
    where: float, length: int, instead: bytes, tmp_path: Path
) -> None:
    text = DUMPS["fluxbb-sample.sql.gz"]
    place = int(where * len(text))
    with undone():
        move_in(text, tmp_path)
        before = board()
        try:
            said = move_in(text[:place] + instead + text[place + length :], tmp_path)
        except CannotImport as reason:
            assert "\n" not in str(reason)
            assert board() == before
        else:
            assert "Every row is accounted for." in said
            assert not [line for fact in FACTS for line in fact.find()]
