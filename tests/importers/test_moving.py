"""Faults of old boards that once made faults here."""

from __future__ import annotations

from pathlib import Path

import pytest

from areopagus.accounts.models import User
from areopagus.accounts.options import MAIL_LANGUAGE
from areopagus.boards.models import Category, Forum, Post, Topic
from tests.importers.old_boards import THEN, Tables, Value, member, move_in, post, sound, sql, topic
from tests.importers.verifying import verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def old() -> Tables:
    return sound()


def test_posts_are_numbered_as_fluxbb_showed_them(old: Tables, tmp_path: Path) -> None:
    old["posts"] += [post(3, 1, posted=THEN - 500), post(4, 1, posted=0)]
    move_in(old, tmp_path)
    assert list(Post.objects.order_by("id").values_list("number", flat=True)) == [1, 2, 3, 4]


def test_a_topic_without_an_id_takes_nobody_elses(old: Tables, tmp_path: Path) -> None:
    old["posts"] += [post(3, 0), post(4, 2), post(5, 0)]
    move_in(old, tmp_path)
    # Behind the room that the old board was left.
    assert dict(Post.objects.values_list("id", "topic_id")) == {
        1: 1, 2: 1, 3: 101_000, 4: 2, 5: 101_000,
    }  # fmt: skip


def test_a_topic_whose_posts_stand_in_its_stub_is_not_empty(old: Tables, tmp_path: Path) -> None:
    old["topics"] += [topic(2, first_post_id=0), topic(3, moved_to=2)]
    old["posts"] += [post(3, 3, poster_id=3), post(4, 3)]
    move_in(old, tmp_path)
    there = Topic.objects.get(pk=2)
    assert (there.removed_at, there.author_id, there.post_count) == (None, 3, 2)


def test_a_topic_whose_author_is_unknown_is_not_empty(old: Tables, tmp_path: Path) -> None:
    old["posts"][0] = post(1, 1, poster_id=None)
    move_in(old, tmp_path)
    assert Topic.objects.get().removed_at is None


@pytest.mark.parametrize("address", ["http://[bad", "ftp://x.org", "http://x.org/" + "a" * 300])
def test_links_that_cannot_be(old: Tables, tmp_path: Path, address: str) -> None:
    old["forums"][0] = {**old["forums"][0], "redirect_url": address}
    move_in(old, tmp_path)
    assert len(Forum.objects.get().link) <= 300


def test_positions_beyond_all_others(old: Tables, tmp_path: Path) -> None:
    old["categories"][0] = {**old["categories"][0], "disp_position": 10**12}
    move_in(old, tmp_path)
    assert Category.objects.get().position == 2**31 - 1


def ban(name: str, **changed: Value) -> dict[str, Value]:
    return {"id": 1, "username": name, "message": "", "expire": None, **changed}


def test_a_ban_holds_for_all_of_one_name(old: Tables, tmp_path: Path) -> None:
    old["users"] += [member(4, "Boris"), member(5, "BORIS")]
    old["bans"] = [ban("boris")]
    move_in(old, tmp_path)
    banned = User.objects.filter(banned_at__isnull=False)
    assert set(banned.values_list("id", flat=True)) == {4, 5}


def test_a_ban_of_hundreds_of_years_is_one_for_ever(old: Tables, tmp_path: Path) -> None:
    old["bans"] = [ban("Max", expire=9_999_999_999)]
    move_in(old, tmp_path)
    assert User.objects.get(name="Max").is_banned


def test_bans_never_held_for_staff(old: Tables, tmp_path: Path) -> None:
    old["bans"] = [ban("Ada")]
    assert "FluxBB bans no staff" in move_in(old, tmp_path)
    assert not User.objects.get(name="Ada").is_banned


@pytest.mark.parametrize(
    ("of_the_board", "ought"),
    [
        (None, {4: "de", 5: "ru", 6: "", 7: "", 8: ""}),
        ("English", {4: "de", 5: "ru", 6: "", 7: "", 8: ""}),
        ("German", {4: "", 5: "ru", 6: "en", 7: "", 8: ""}),
        ("Klingon", {4: "de", 5: "ru", 6: "", 7: "", 8: ""}),
    ],
)
def test_languages_become_those_of_mails(
    old: Tables, tmp_path: Path, of_the_board: str | None, ought: dict[int, str]
) -> None:
    """Pages are English for all."""
    said = ("German", "Russian", "English", "Klingon", None)
    for pk, pack in enumerate(said, 4):
        old["users"].append(member(pk, f"Member {pk}", language=pack))
    if of_the_board:
        old["config"].append({"conf_name": "o_default_lang", "conf_value": of_the_board})
    move_in(old, tmp_path)
    moved = User.objects.filter(pk__gte=4)
    assert dict(moved.values_list("pk", "mail_language")) == ought
    assert not moved.exclude(language="").exists()
    assert MAIL_LANGUAGE.get() == ("de" if of_the_board == "German" else "en")
    is_same, report = verified(sql(old), tmp_path)
    assert is_same, report
