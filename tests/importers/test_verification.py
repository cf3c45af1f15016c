"""`areopagus verify fluxbb`: what came over is found equal, or otherwise for a reason that is told."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from django.test import Client

from areopagus.accounts.actors import member as acting
from areopagus.accounts.models import User
from areopagus.boards import actions
from areopagus.boards.models import Forum, Post, Topic
from areopagus.importers.fluxbb.importing import Wishes
from areopagus.importers.fluxbb.verification.verifying import CannotVerify
from tests.factories import make_topic
from tests.importers.oddities import ODD, Oddity
from tests.importers.old_boards import (
    SAMPLE,
    WRITTEN_BY_FLUXBB,
    move_in,
    post,
    sound,
    sql,
    topic,
)
from tests.importers.test_command import areopagus
from tests.importers.verifying import verified

pytestmark = pytest.mark.django_db
ALL = sorted(WRITTEN_BY_FLUXBB.glob("*.sql.gz"))


@pytest.mark.parametrize("dump", ALL, ids=lambda path: path.name)
def test_boards_of_fluxbb_are_the_same_here(dump: Path, tmp_path: Path) -> None:
    move_in(dump, tmp_path)
    is_same, said = verified(dump, tmp_path)
    assert is_same, said
    sums = {line[:24].strip(): line[24:].split() for line in said.splitlines()}
    assert sums["posts"] == ["45", "45", "0", "0", "0"]
    assert sums["topics"] == ["9", "9", "0", "0", "0"]
    assert sums["users"] == ["7", "6", "1", "0", "0"]
    assert sums["passwords (sample)"] == ["6", "6", "0", "0", "0"]
    assert sums["access"] == ["20", "20", "0", "0", "0"]
    assert "the post is gone; kept in import-archive" in said
    assert said.endswith("Nothing is unexplained.\n")


@pytest.mark.parametrize(("oddity", "rule"), ODD.values(), ids=ODD)
def test_odd_boards_are_the_same_for_a_stated_reason(
    oddity: Oddity, rule: str, tmp_path: Path
) -> None:
    old = sound()
    oddity(old)
    assert "Every row is accounted for." in move_in(old, tmp_path)
    is_same, said = verified(sql(old), tmp_path)
    assert is_same, said
    assert rule in said


def test_an_old_character_set_is_named_once_more(tmp_path: Path) -> None:
    old = sound()
    old["posts"].append(post(3, 1, message="Привет".encode("cp1251")))
    move_in(old, tmp_path, Wishes(charset="cp1251"))
    assert verified(sql(old), tmp_path, charset="cp1251")[0]
    is_same, said = verified(sql(old), tmp_path)
    assert not is_same
    assert "posts 3: text was" in said


def test_of_two_boards_in_one_dump_one_is_chosen(tmp_path: Path) -> None:
    old = sound()
    for prefixes in (("one_", "two_"), ("", "two_")):
        several = b"".join(sql(old, prefix) for prefix in prefixes)
        with pytest.raises(CannotVerify, match=r"--prefix: '.*', 'two_'"):
            verified(several, tmp_path)
    move_in(sql(old, "two_"), tmp_path)
    assert verified(several, tmp_path, prefix="two_")[0]
    assert verified(sql(old), tmp_path)[0]


def test_tables_of_mods_are_told(tmp_path: Path) -> None:
    old = sound()
    move_in(old, tmp_path)
    old["poll_users"] = [{"who": 3, "votes": 1}]
    old["poll"] = [{"id": 1}]
    is_same, said = verified(sql(old), tmp_path)
    assert is_same, said
    assert "1 × poll: not a table of FluxBB itself" in said
    assert "1 × poll_users: not a table of FluxBB itself" in said


def test_what_is_done_on_this_board_is_no_difference(tmp_path: Path, client: Client) -> None:
    move_in(SAMPLE, tmp_path)
    jane = User.objects.get(name="Jane Doe")
    assert client.post("/sign-in/", {"login": "Jane Doe", "password": "janespass99"})
    jane.refresh_from_db()
    actor = acting(jane)
    make_topic(actor, Forum.objects.get(pk=2), "Here we are")
    first = Topic.objects.get(pk=2)
    answer = actions.reply(actor, first, actions.Draft("An answer."))
    actions.edit_post(actor, answer, "A better answer.", "bbcode")
    ada = acting(User.objects.get(pk=2))
    old_post = Post.objects.get(topic=first, number=1)
    actions.edit_post(ada, old_post, "Rewritten.", "markdown", title="Renamed", reason="Typos")
    actions.edit_post(ada, Post.objects.get(pk=5), "Silent.", "bbcode", silently=True)
    actions.unsubscribe_from_topic(actor, first)
    client.post("/settings/", {"location": "Mars"})
    User.objects.filter(pk=jane.pk).update(location="Mars", show_avatars=False)

    is_same, said = verified(SAMPLE, tmp_path)
    assert is_same, said
    for rule in (
        "users: the member has signed in here since, and may have changed it",
        "posts: edited on this board; the first revision holds the old text",
        "posts: edited on this board, as its last revision says",
        "topics: the title was edited on this board",
        "topics: answered on this board",
        "topic_subscriptions: the member has signed in here since, and may have ended it",
    ):
        assert rule in said
    new = {line[:24].strip(): line.split()[-1] for line in said.splitlines() if line}
    assert (new["posts"], new["topics"]) == ("2", "1")


def test_what_is_removed_on_this_board_is_no_difference(tmp_path: Path) -> None:
    old = sound()
    old["topics"].append(topic(2))
    old["posts"].append(post(3, 2))
    move_in(old, tmp_path)
    ada = acting(User.objects.get(pk=2))
    actions.delete_post(ada, Post.objects.get(pk=2), "Off topic")
    actions.delete_post(ada, Post.objects.get(pk=3), "Off topic")
    is_same, said = verified(sql(old), tmp_path)
    assert is_same, said
    assert "topics: posts of it were removed on this board" in said
    assert "topics: removed on this board" in said


@pytest.mark.parametrize(
    ("dump", "reason"),
    [
        (b"CREATE TABLE wp_posts (id int);\n", "not a whole FluxBB board"),
        (b"\x89PNG\r\n\x1a\n\0\0", "line 1"),
        (b"", "not a whole FluxBB board"),
    ],
)
def test_what_is_no_board_is_refused_in_one_line(dump: bytes, reason: str, tmp_path: Path) -> None:
    with pytest.raises(CannotVerify, match=reason) as refused:
        verified(dump, tmp_path)
    assert "\n" not in str(refused.value)
    assert not list(tmp_path.glob(".verify-*"))


@pytest.mark.parametrize("hundredth", range(0, 100, 7))
def test_a_dump_that_breaks_off_is_refused_wherever_it_does(hundredth: int, tmp_path: Path) -> None:
    whole = gzip.decompress(SAMPLE.read_bytes())
    with pytest.raises(CannotVerify):
        verified(whole[: len(whole) * hundredth // 100], tmp_path)


def test_what_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotVerify, match=r"none\.sql"):
        verified(tmp_path / "none.sql", tmp_path)
    with pytest.raises(CannotVerify, match="'klingon' is no character set"):
        verified(SAMPLE, tmp_path, charset="klingon")


def test_a_killed_run_is_cleared_away_and_a_running_one_is_not(tmp_path: Path) -> None:
    import fcntl

    killed, running = tmp_path / ".verify-killed", tmp_path / ".verify-running"
    for place in (killed, running):
        place.mkdir()
        (place / "lock").touch()
    with (running / "lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        move_in(SAMPLE, tmp_path)
        with pytest.raises(AssertionError):
            verified(SAMPLE, tmp_path)
        assert not killed.exists()
        assert running.exists()


def test_the_command_says_by_its_end_what_it_found(tmp_path: Path) -> None:
    board, other = tmp_path / "board", tmp_path / "other.sql"
    other.write_bytes(sql(sound()))
    nowhere = areopagus("verify", "fluxbb", SAMPLE, "--board", board)
    assert (nowhere.returncode, nowhere.stderr.count("\n")) == (1, 1)
    assert "is not a board" in nowhere.stderr
    assert areopagus("import", "fluxbb", SAMPLE, "--board", board).returncode == 0
    same = areopagus("verify", "fluxbb", SAMPLE, "--board", board)
    assert (same.returncode, same.stderr) == (0, "")
    different = areopagus("verify", "fluxbb", other, "--board", board)
    assert different.returncode == 1
    assert "users 2: name was 'Ada', is 'admin'" in different.stdout
    other.write_bytes(b"CREATE TABLE users (id int")
    bad = areopagus("verify", "fluxbb", other, "--board", board)
    assert (bad.returncode, bad.stderr.count("\n")) == (2, 1)
    assert bad.stderr.startswith("areopagus: other.sql, line 1: ")
