"""Boards that eighteen years have not left sound: nothing is lost, nothing is passed over in silence."""

from __future__ import annotations

import gzip
import hashlib
import json
from io import StringIO
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client

from areopagus.accounts.actors import guest
from areopagus.accounts.models import User
from areopagus.boards import permissions, structure
from areopagus.boards.models import Category, Forum, ForumPermission, Post, Topic
from areopagus.boards.options import WORDS
from areopagus.core.jobs.worker import work_once
from areopagus.core.models import OptionValue
from areopagus.importers.fluxbb.importing import CannotImport, Wishes
from areopagus.ops.check.examination import examine
from tests.importers.old_boards import (
    SAMPLE,
    Tables,
    member,
    move_in,
    post,
    sound,
    sql,
    topic,
)

pytestmark = pytest.mark.django_db
# Its second letter is Cyrillic.
LOOKALIKE = "M\u0430x"


@pytest.fixture
def old() -> Tables:
    return sound()


def arrive(old: Tables, folder: Path) -> str:
    said = move_in(old, folder)
    assert "Every row is accounted for." in said
    found = StringIO()
    assert examine(found, repair=False) == 0, found.getvalue()
    return said


def test_a_sound_board_comes_over_unchanged(old: Tables, tmp_path: Path) -> None:
    said = arrive(old, tmp_path)
    assert "not as it was" not in said
    assert Topic.objects.get().post_count == 2


def test_the_prefix_is_found(old: Tables, tmp_path: Path) -> None:
    move_in(sql(old, "punbb_"), tmp_path)
    assert Post.objects.count() == 2


def test_of_two_boards_in_one_dump_one_is_chosen(old: Tables, tmp_path: Path) -> None:
    both = sql(old, "one_") + sql(old, "two_")
    with pytest.raises(CannotImport, match=r"--prefix: 'one_', 'two_'"):
        move_in(both, tmp_path)
    said = move_in(both, tmp_path, Wishes(prefix="two_"))
    assert "of another board in the same dump" in said
    assert Post.objects.count() == 2


def test_authors_who_are_gone_keep_their_names(old: Tables, tmp_path: Path) -> None:
    old["posts"].append(post(3, 1, poster="Yuri", poster_id=99))
    old["posts"].append(post(4, 1, poster="A guest", poster_id=1, poster_email="g@example.org"))
    arrive(old, tmp_path)
    gone = Post.objects.filter(author=None).order_by("id")
    assert list(gone.values_list("author_name", "author_mail")) == [
        ("Yuri", ""),
        ("A guest", "g@example.org"),
    ]


def test_posts_of_a_lost_topic_are_found_again_where_staff_look(
    old: Tables, tmp_path: Path
) -> None:
    old["posts"].append(post(3, 77, message="Where am I?"))
    said = arrive(old, tmp_path)
    assert "their topic is missing" in said
    lost = Post.objects.get(pk=3)
    assert lost.topic_id == 77
    structure.forget()
    assert lost.topic.forum_id not in permissions.access(guest())


def test_a_topic_of_a_lost_forum_is_found_again(old: Tables, tmp_path: Path) -> None:
    old["topics"].append(topic(2, forum_id=50))
    old["posts"].append(post(3, 2))
    assert "the forum is missing" in arrive(old, tmp_path)
    assert Topic.objects.get(pk=2).forum.name == "Found while moving in"


def test_a_forum_of_a_lost_category_gets_one(old: Tables, tmp_path: Path) -> None:
    old["forums"].append({"id": 2, "forum_name": "Adrift", "cat_id": 9})
    assert "its category is missing" in arrive(old, tmp_path)
    assert Category.objects.get(name="Found while moving in").forums.get().name == "Adrift"


def test_a_topic_without_posts_is_removed_with_its_reason(
    old: Tables, tmp_path: Path, client: Client
) -> None:
    old["topics"].append(topic(2))
    assert "without any post" in arrive(old, tmp_path)
    answer = client.get("/viewtopic.php?id=2", follow=True)
    assert answer.status_code == 410
    assert "It had no posts on the old board." in answer.content.decode()


def test_stubs_lead_on_even_through_stubs_and_never_in_a_circle(
    old: Tables, tmp_path: Path
) -> None:
    old["topics"] += [
        topic(2, moved_to=3),
        topic(3, moved_to=1),
        topic(4, moved_to=5),
        topic(5, moved_to=4),
        topic(6, moved_to=99),
    ]
    said = arrive(old, tmp_path)
    assert "3 × topics: a stub that leads nowhere" in said
    assert dict(Topic.objects.filter(is_stub=True).values_list("id", "moved_to")) == {
        2: 1,
        3: 1,
        4: None,
        5: None,
        6: None,
    }


def test_same_names_are_kept_apart(old: Tables, tmp_path: Path, client: Client) -> None:
    digest = hashlib.sha1(b"one small step").hexdigest()  # noqa: S324 - FluxBB's.
    old["users"] += [
        member(4, "MAX", password=digest),
        member(5, LOOKALIKE, password=digest),
        member(6, "", password=digest),
    ]
    said = arrive(old, tmp_path)
    assert "same name as another" in said
    assert "looks like another's" in said
    assert list(User.objects.order_by("id").values_list("name", flat=True)) == [
        "Ada",
        "Max",
        "MAX",
        LOOKALIKE,
        "Member 6",
    ]
    for name in ("max (4)", LOOKALIKE, "Member 6"):
        answer = client.post("/sign-in/", {"login": name, "password": "one small step"})
        assert answer.status_code == 302, name
        client.post("/sign-out/")


def test_one_mail_address_of_two_members_opens_only_the_first(old: Tables, tmp_path: Path) -> None:
    old["users"].append(member(4, "Nina", email="MEMBER3@example.org"))
    assert "shared with an older member" in arrive(old, tmp_path)
    confirmed = User.objects.filter(emailaddress__verified=True).order_by("id")
    assert [user.name for user in confirmed] == ["Ada", "Max"]


def test_members_of_a_lost_group_are_members(old: Tables, tmp_path: Path) -> None:
    old["users"].append(member(4, "Nina", group_id=42))
    assert "their group is missing" in arrive(old, tmp_path)
    assert User.objects.get(pk=4).group_id == 4


@pytest.mark.parametrize("group_id", [0, 32000])
def test_who_never_confirmed_is_asked_again(old: Tables, tmp_path: Path, group_id: int) -> None:
    old["users"].append(member(4, "Nina", group_id=group_id))
    assert "never confirmed" in arrive(old, tmp_path)
    assert not EmailAddress.objects.get(user_id=4).verified


def test_texts_in_an_old_character_set_are_read(old: Tables, tmp_path: Path) -> None:
    old["posts"].append(post(3, 1, message="Привет".encode("cp1251")))
    move_in(old, tmp_path, Wishes(charset="cp1251"))
    assert Post.objects.get(pk=3).source == "Привет"


def test_texts_encoded_twice_are_repaired(old: Tables, tmp_path: Path) -> None:
    doubled = "Grüße aus Tromsø".encode().decode("cp1252")
    old["posts"] = [post(pk, 1, message=doubled) for pk in (1, 2)]
    assert "posts.message: encoded twice, repaired" in arrive(old, tmp_path)
    assert Post.objects.get(pk=1).source == "Grüße aus Tromsø"


def test_what_the_old_board_counted_beyond_its_posts_stays(old: Tables, tmp_path: Path) -> None:
    old["users"][2] = member(3, "Max", num_posts=500)
    arrive(old, tmp_path)
    assert User.objects.get(pk=3).post_count == 500


def test_hostile_html_of_the_old_board_does_not_come_out(
    old: Tables, tmp_path: Path, client: Client
) -> None:
    bad = "<script>alert(1)</script><b onclick=x>Hi</b>"
    old["config"].append({"conf_name": "o_board_desc", "conf_value": bad})
    old["forums"][0] = {"id": 1, "forum_name": bad[:60], "forum_desc": bad, "cat_id": 1}
    old["users"][2] = member(3, "<script>alert(2)</script>", url="javascript:alert(3)")
    said = arrive(old, tmp_path)
    assert "HTML made safe" in said
    pages = [
        client.get(at).content.decode() for at in ("/", "/forums/1/", "/members/3/", "/topics/1/")
    ]
    for page in pages:
        assert "<script>alert" not in page
        assert "onclick=" not in page.replace("&lt;b onclick=", "")
        assert "javascript:" not in page


def test_numbers_that_cannot_be_do_no_harm(old: Tables, tmp_path: Path) -> None:
    old["posts"].append(post(3, 1, posted=10**30, edited=-5))
    old["topics"][0] = topic(1, num_views=10**15, posted=0)
    arrive(old, tmp_path)
    assert Topic.objects.get().view_count == 2**31 - 1


def test_permissions_come_over_as_what_differs(old: Tables, tmp_path: Path) -> None:
    rights = {"read_forum": 1, "post_replies": 0, "post_topics": 1}
    old["forum_perms"] = [
        {"group_id": 4, "forum_id": 1, **rights},
        {"group_id": 4, "forum_id": 1, **rights},
        {"group_id": 1, "forum_id": 1, **rights},
        {"group_id": 4, "forum_id": 7, **rights},
    ]
    arrive(old, tmp_path)
    row = ForumPermission.objects.get()
    assert (row.group_id, row.may_read, row.may_reply, row.may_start_topics) == (
        4,
        None,
        False,
        None,
    )


def test_posts_of_version_12_are_read_as_they_were_written(old: Tables, tmp_path: Path) -> None:
    old["config"][0] = {"conf_name": "o_cur_version", "conf_value": "1.2.22"}
    first = {**old["topics"][0], "subject": "Caf&#233; &#1055;"}
    # 1.2 had no such column, and that is how it is told.
    del first["first_post_id"]
    old["topics"] = [first]
    arrive(old, tmp_path)
    assert Post.objects.get(pk=1).markup == "fluxbb12"
    assert Topic.objects.get().title == "Café П"


def test_many_posts_are_rendered_by_several_processes(old: Tables, tmp_path: Path) -> None:
    old["posts"] += [post(pk, 1, message=f"[b]{pk}[/b] @Max") for pk in range(3, 3103)]
    arrive(old, tmp_path)
    last = Post.objects.get(pk=3102)
    assert last.number == 3102
    assert "<strong>3102</strong>" in last.html
    assert "/members/3-max/" in last.html


REFUSED = {
    "a dump of something else": (b"CREATE TABLE wp_posts (id int);\n", "not a whole FluxBB board"),
    "no dump at all": (b"\x89PNG\r\n\x1a\n\0\0", "line 1"),
    "nothing": (b"", "not a whole FluxBB board"),
}


@pytest.mark.parametrize(("dump", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_board_is_refused(dump: bytes, reason: str, tmp_path: Path) -> None:
    with pytest.raises(CannotImport, match=reason):
        move_in(dump, tmp_path)


def test_an_unknown_version_is_refused(old: Tables, tmp_path: Path) -> None:
    old["config"][0] = {"conf_name": "o_cur_version", "conf_value": "9.9"}
    with pytest.raises(CannotImport, match=r"'9\.9' for o_cur_version"):
        move_in(old, tmp_path)


def test_a_board_that_is_somebodys_is_left_alone(tmp_path: Path) -> None:
    Category.objects.create(name="Ours")
    with pytest.raises(CannotImport, match="has members or forums of its own"):
        move_in(SAMPLE, tmp_path)
    assert not User.objects.exists()


def test_what_fails_at_the_end_leaves_the_board_as_it_was(old: Tables, tmp_path: Path) -> None:
    (tmp_path / "import-archive").write_text("A file where a folder has to be.")
    old["censoring"] = [{"id": 1, "search_for": "darn", "replace_with": "d***"}]
    before = OptionValue.objects.count()
    with pytest.raises(CannotImport, match="import-archive"):
        move_in(old, tmp_path)
    assert not User.objects.exists()
    assert not Forum.objects.exists()
    assert OptionValue.objects.count() == before


@pytest.mark.sqlite
def test_a_full_disk_is_told_in_one_line(old: Tables, tmp_path: Path) -> None:
    old["posts"] += [post(pk, 1, message="Text " * 5000) for pk in range(3, 100)]
    # Past Django, which asks nothing any more of a transaction that has failed.
    db = connection.connection
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages + 20}")
    try:
        with pytest.raises(CannotImport, match="no room left on the disk"):
            move_in(old, tmp_path)
    finally:
        db.execute("PRAGMA max_page_count = 1073741823")
    assert db.execute("SELECT COUNT(*) FROM accounts_user").fetchone() == (0,)


@pytest.mark.parametrize("hundredth", range(0, 100, 4))
def test_a_dump_that_breaks_off_is_refused_wherever_it_does(hundredth: int, tmp_path: Path) -> None:
    whole = gzip.decompress(SAMPLE.read_bytes())
    with pytest.raises(CannotImport):
        move_in(whole[: len(whole) * hundredth // 100], tmp_path)
    assert not User.objects.exists()


def test_tables_and_columns_of_mods_are_kept_beside_the_board(old: Tables, tmp_path: Path) -> None:
    old["../poll"] = [{"tid": 1, "question": "Who lands first?", "votes": None}]
    old["users"][2] = {**member(3, "Max"), "messages_enable": 1}
    old["search_words"] = [{"id": 1, "word": "lander"}]
    old["config"].append({"conf_name": "o_smtp_pass", "conf_value": "hush"})
    said = arrive(old, tmp_path)
    assert "not a table of FluxBB itself; kept in import-archive" in said
    kept = {path.name: path.read_text() for path in (tmp_path / "import-archive").iterdir()}
    assert set(kept) == {"___poll.jsonl", "config.jsonl", "users-further-columns.jsonl"}
    assert json.loads(kept["___poll.jsonl"]) == {
        "tid": "1",
        "question": "Who lands first?",
        "votes": None,
    }
    assert json.loads(kept["users-further-columns.jsonl"]) == {
        "id": "3",
        "group_id": "4",
        "messages_enable": "1",
    }
    assert "hush" not in "".join(kept.values())


def test_a_dry_run_tells_everything_and_changes_nothing(old: Tables, tmp_path: Path) -> None:
    said = move_in(old, tmp_path, Wishes(dry_run=True))
    assert "Every row is accounted for." in said
    assert said.endswith("This was only a trial: nothing was imported.\n")
    assert not User.objects.exists()
    assert not Post.objects.exists()
    assert {path.name for path in tmp_path.iterdir()} == {"dump.sql"}
    move_in(old, tmp_path)
    assert User.objects.count() == 2


def test_tables_of_mods_that_sound_like_fluxbbs_are_kept_whole(old: Tables, tmp_path: Path) -> None:
    old["pms_new_posts"] = [{"id": "a", "message": "Between us", "post_new": 1}] * 2
    old["poll_users"] = [{"voter": 3, "choice": "2033"}]
    arrive(old, tmp_path)
    folder = tmp_path / "import-archive"
    kept = (folder / "pms_new_posts.jsonl").read_text()
    letters = [json.loads(line) for line in kept.splitlines()]
    assert letters == [{"id": "a", "message": "Between us", "post_new": "1"}] * 2
    assert json.loads((folder / "poll_users.jsonl").read_text()) == {"voter": "3", "choice": "2033"}


@pytest.mark.parametrize("wanted", ["", "two_"])
def test_a_board_without_prefix_beside_one_with(old: Tables, wanted: str, tmp_path: Path) -> None:
    other = sound()
    other["users"][2] = member(3, "Somebody else")
    both = sql(old if wanted == "" else other) + sql(other if wanted == "" else old, "two_")
    said = move_in(both, tmp_path, Wishes(prefix=wanted))
    assert "of another board in the same dump" in said
    assert User.objects.get(pk=3).name == "Max"


def test_a_prefix_that_is_not_there_is_refused(old: Tables, tmp_path: Path) -> None:
    with pytest.raises(CannotImport, match="No table three_config"):
        move_in(old, tmp_path, Wishes(prefix="three_"))


def test_words_to_censor_become_lines_of_our_list(old: Tables, tmp_path: Path) -> None:
    rows = {"d*rn": "d***", "a$$": "", "*": "x", "buy  now": "look"}
    old["censoring"] = [
        {"id": pk, "search_for": wanted, "replace_with": shown}
        for pk, (wanted, shown) in enumerate(rows.items(), start=1)
    ]
    old["config"].append({"conf_name": "o_censoring", "conf_value": "1"})
    old["posts"].append(post(9, 1, message="Darn, said the a$$."))
    said = arrive(old, tmp_path)
    assert WORDS.get() == "d*rn = d***\na$$ =\nbuy now = look"
    assert "nothing this board could look for" in said
    while work_once("tests"):
        pass
    assert "d***, said the ." in Post.objects.get(pk=9).html
