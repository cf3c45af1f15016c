"""What both boards have changed, and what is gone on one of them."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from areopagus.accounts import actors
from areopagus.accounts.actions.profile import set_avatar
from areopagus.accounts.hashers import is_wrapping
from areopagus.accounts.models import Group, User
from areopagus.administration.actions.groups import remove_group
from areopagus.boards.actions import Draft, edit_post, reply
from areopagus.boards.actions.merging import merge_topics
from areopagus.boards.models import Forum, ForumPermission, Ghost, Post, Topic
from areopagus.homecoming import actions as claims
from areopagus.homecoming.models import Claim
from areopagus.importers.fluxbb.importing import Wishes
from areopagus.importers.models import KeptRow, Moved
from areopagus.moderation.actions.members import rename
from areopagus.ops.check.examination import FACTS
from tests.importers.old_boards import THEN, Row, Tables, member, move_in, post, sound, sql, topic
from tests.importers.verifying import verified

pytestmark = pytest.mark.django_db
DAY = 86_400
OLGA: Row = {"poster": "Olga", "poster_id": 1, "poster_email": "olga@old.example"}


@pytest.fixture
def old(tmp_path: Path) -> Tables:
    """It has moved in already."""
    tables = sound()
    tables["topics"] += [topic(2, subject="Second")]
    tables["posts"] += [post(3, 2, poster="Max", poster_id=3), post(4, 2)]
    move_in(tables, tmp_path)
    return tables


def change(old: Tables, table: str, pk: int, key: str = "id", **changed: Any) -> None:
    old[table] = [{**row, **changed} if row[key] == pk else row for row in old[table]]


def erase(old: Tables, table: str, pk: int) -> None:
    old[table] = [row for row in old[table] if row["id"] != pk]
    # Whoever erased it was there.
    change(old, "users", 2, last_visit=THEN + DAY)


def ada() -> actors.Actor:
    Group.objects.filter(pk=1).update(post_interval=0)
    return actors.member(User.objects.select_related("group").get(pk=2))


def assert_verified(old: Tables, folder: Path) -> None:
    is_same, said = verified(sql(old), folder)
    assert is_same, said


def test_a_text_that_was_edited_on_both(old: Tables, tmp_path: Path) -> None:
    edit_post(ada(), Post.objects.get(pk=1), "Written <here>", "bbcode")
    change(old, "posts", 1, message="Written there", edited=THEN + DAY, edited_by="Ada")
    said = move_in(old, tmp_path)
    assert Post.objects.get(pk=1).source == "Written <here>"
    assert "posts 1 'Ada' text: here 'Written <here>', there 'Written there'" in said
    facts = json.loads((tmp_path / "import-report.json").read_text())["delta"]
    assert facts["conflicts_in_all"] == 1
    assert facts["conflicts"][0]["there"] == "Written there"
    assert "Written &lt;here&gt;" in (tmp_path / "import-report.html").read_text()
    assert (tmp_path / "import-report-1.html").is_file()
    assert_verified(old, tmp_path)
    # Told once; what stays is still explained afterwards.
    assert "Conflicts:" not in move_in(old, tmp_path)
    assert_verified(old, tmp_path)


def test_the_same_change_on_both_is_none(old: Tables, tmp_path: Path) -> None:
    Forum.objects.update(name="Better name")
    change(old, "forums", 1, forum_name="Better name")
    assert "Conflicts:" not in move_in(old, tmp_path)
    assert_verified(old, tmp_path)


def test_a_new_post_stands_behind_what_was_written_here(old: Tables, tmp_path: Path) -> None:
    own = reply(ada(), Topic.objects.get(pk=1), Draft("Here"))
    old["posts"].append(post(5, 1, posted=THEN + DAY, message="[b]There[/b]"))
    move_in(old, tmp_path)
    new = Post.objects.get(pk=5)
    assert (own.number, new.number) == (3, 4)
    assert "<strong>There</strong>" in new.html
    there = Topic.objects.get(pk=1)
    assert (there.post_count, there.last_number) == (4, 4)
    assert_verified(old, tmp_path)


def test_a_new_post_of_whoever_came_home_counts_as_theirs(old: Tables, tmp_path: Path) -> None:
    old["posts"].append(post(5, 1, **OLGA))
    move_in(old, tmp_path)
    claims.link(ada(), Ghost.objects.get(name="Olga").pk, Claim.Proof.MAIL, "olga@old.example")
    before = User.objects.get(pk=2)
    assert before.posts_claimed == 1
    old["posts"].append(post(6, 1, posted=THEN + DAY, **OLGA))
    move_in(old, tmp_path)
    after = User.objects.get(pk=2)
    assert (after.posts_claimed, after.post_count) == (2, before.post_count + 1)
    assert_verified(old, tmp_path)


def test_a_changed_password_is_wrapped(old: Tables, tmp_path: Path) -> None:
    change(old, "users", 3, password="a" * 40)
    move_in(old, tmp_path)
    assert is_wrapping(User.objects.get(pk=3).password, "a" * 40, "sha1")


def test_the_password_of_who_has_signed_in_here_holds(old: Tables, tmp_path: Path) -> None:
    mine = User.objects.get(pk=3)
    mine.set_password("a new one of mine")
    mine.save()
    change(old, "users", 3, password="a" * 40)
    assert "passwords 3 'Max' password" in move_in(old, tmp_path)
    assert User.objects.get(pk=3).check_password("a new one of mine")


def test_no_digest_of_one_password_is_kept(tmp_path: Path) -> None:
    many = sound()
    many["users"] += [member(pk, f"Member{pk}", password=f"{pk:040x}") for pk in range(4, 103)]
    move_in(many, tmp_path)
    assert KeptRow.objects.filter(kind="passwords").count() == 3
    change(many, "users", 77, password="b" * 40)
    erase(many, "users", 50)
    said = move_in(many, tmp_path)
    assert is_wrapping(User.objects.get(pk=77).password, "b" * 40, "sha1")
    assert "passwords                      0         1         99" in said


def test_a_forum_that_is_gone_keeps_its_rights(tmp_path: Path) -> None:
    old = sound()
    old["forums"].append({"id": 2, "forum_name": "Staff", "cat_id": 1, "redirect_url": None})
    old["forum_perms"] = [
        {"group_id": 3, "forum_id": 2, "read_forum": 0, "post_replies": 0, "post_topics": 0}
    ]
    old["topics"].append(topic(2, forum_id=2))
    old["posts"].append(post(3, 2))
    move_in(old, tmp_path)
    old |= {"forum_perms": [], "topics": old["topics"][:1], "posts": old["posts"][:2]}
    erase(old, "forums", 2)
    said = move_in(old, tmp_path)
    assert ForumPermission.objects.get(forum=2).may_read is False
    assert "forums 2 'Staff'" in said
    gone = Topic.objects.get(pk=2)
    assert gone.removal_reason == "It was deleted on the old board."
    assert_verified(old, tmp_path)


def test_a_member_who_is_gone_stays_with_every_post(old: Tables, tmp_path: Path) -> None:
    erase(old, "users", 3)
    for pk in (2, 3):
        change(old, "posts", pk, poster_id=1)
    said = move_in(old, tmp_path)
    assert "users 3 'Max'" in said
    assert set(Post.objects.filter(author=3).values_list("pk", flat=True)) == {2, 3}
    assert EmailAddress.objects.get(user=3).verified
    assert_verified(old, tmp_path)


def test_a_topic_that_is_gone_but_was_answered_here_stays(old: Tables, tmp_path: Path) -> None:
    reply(ada(), Topic.objects.get(pk=2), Draft("Here"))
    erase(old, "topics", 2)
    erase(old, "posts", 3)
    erase(old, "posts", 4)
    assert "answered here" in move_in(old, tmp_path)
    assert Topic.objects.get(pk=2).removed_at is None
    assert Post.objects.standing().filter(topic=2).count() == 1
    assert_verified(old, tmp_path)


def test_what_comes_back_is_put_back(old: Tables, tmp_path: Path) -> None:
    before = {**old}
    erase(old, "topics", 2)
    erase(old, "posts", 3)
    erase(old, "posts", 4)
    move_in(old, tmp_path)
    assert Topic.objects.get(pk=2).removed_at is not None
    change(before, "users", 2, last_visit=THEN + 2 * DAY)
    move_in(before, tmp_path)
    assert Topic.objects.get(pk=2).removed_at is None
    assert Post.objects.standing().filter(topic=2).count() == 2
    assert_verified(before, tmp_path)


def test_topics_that_were_merged_here_stay_one(old: Tables, tmp_path: Path) -> None:
    merge_topics(ada(), [2], 1)
    old["posts"].append(post(5, 2, posted=THEN + DAY))
    move_in(old, tmp_path)
    assert set(Post.objects.values_list("topic", flat=True)) == {1}
    assert Post.objects.get(pk=5).number == 5
    assert Topic.objects.get(pk=2).moved_to_id == 1
    assert not [line for fact in FACTS for line in fact.find()]
    assert_verified(old, tmp_path)


def test_an_old_member_takes_a_name_that_is_somebodys_here(old: Tables, tmp_path: Path) -> None:
    new = User.objects.create_user("Nina", group_id=4, registered_at="2026-01-01T00:00Z")
    assert new.pk == Moved.objects.get().edges["users"] + 1000
    change(old, "users", 3, username="Nina")
    move_in(old, tmp_path)
    assert User.objects.get(pk=3).name_key == "nina (3)"
    assert User.objects.get(pk=new.pk).name_key == "nina"


def test_a_member_who_was_renamed_here(old: Tables, tmp_path: Path) -> None:
    administrator = actors.member(User.objects.select_related("group").get(pk=2))
    rename(administrator, 3, "Maxim")
    assert_verified(old, tmp_path)
    old["posts"] += [post(5, 2, poster="Max", poster_id=3)]
    move_in(old, tmp_path)
    assert User.objects.get(pk=3).name == "Maxim"
    assert set(Post.objects.filter(author=3).values_list("author_name", flat=True)) == {"Maxim"}
    assert_verified(old, tmp_path)


def test_members_who_exchange_their_names(old: Tables, tmp_path: Path) -> None:
    change(old, "users", 2, username="Max")
    change(old, "users", 3, username="Ada")
    move_in(old, tmp_path)
    assert list(User.objects.values_list("name_key", flat=True)) == ["max", "ada"]


def test_a_group_that_was_removed_here(tmp_path: Path) -> None:
    old = sound()
    old["groups"].append({"g_id": 5, "g_title": "Old hands", "g_moderator": 0})
    move_in(old, tmp_path)
    remove_group(ada(), 5, 4)
    old["users"].append(member(4, "Dora", group_id=5, registered=THEN + DAY))
    assert "its place was removed here" in move_in(old, tmp_path)
    assert User.objects.get(pk=4).group_id == 4


def test_pictures(tmp_path: Path) -> None:
    old, files = sound(), tmp_path / "old files"
    folder = files / "img" / "avatars"
    folder.mkdir(parents=True)
    for pk in (2, 3):
        (folder / f"{pk}.png").write_bytes(picture("red"))
    board = tmp_path / "board"
    board.mkdir()
    move_in(old, board, Wishes(files=files, prefix=""))
    first = User.objects.get(pk=2).avatar
    set_avatar(User.objects.get(pk=3), SimpleUploadedFile("mine.png", picture("green")))
    own = User.objects.get(pk=3).avatar
    for pk in (2, 3):
        (folder / f"{pk}.png").write_bytes(picture("blue"))
    said = move_in(old, board, Wishes(files=files, prefix=""))
    assert User.objects.get(pk=2).avatar not in {first, own, ""}
    assert User.objects.get(pk=3).avatar == own
    assert "avatars 3 '' picture" in said
    assert "avatars" not in move_in(old, board).partition("Conflicts")[0]
    before = User.objects.get(pk=2).avatar
    (files / "empty").mkdir()
    move_in(old, board, Wishes(files=files / "empty", prefix=""))
    assert User.objects.get(pk=2).avatar == before
    (folder / "2.png").unlink()
    move_in(old, board, Wishes(files=files, prefix=""))
    assert (User.objects.get(pk=2).avatar, User.objects.get(pk=3).avatar) == ("", own)


def picture(colour: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 40), colour).save(file, "PNG")
    return file.getvalue()
