"""Boards that FluxBB itself wrote move in, and their people find everything as it was."""

from __future__ import annotations

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.test import Client

from areopagus.accounts.actors import guest, member
from areopagus.accounts.models import Group, User
from areopagus.boards import permissions, structure
from areopagus.boards.models import (
    Category,
    Forum,
    ForumModerator,
    ForumSubscription,
    Post,
    Topic,
    TopicSubscription,
)
from areopagus.boards.options import TITLE
from areopagus.moderation.models import Report
from areopagus.ops.check.examination import examine
from tests.factories import make_topic
from tests.importers.old_boards import SAMPLE, WRITTEN_BY_FLUXBB, move_in

pytestmark = pytest.mark.django_db
ALL = sorted(WRITTEN_BY_FLUXBB.glob("*.sql.gz"))
PASSWORDS = {
    "admin": "adminpass1",
    "Ällärïk": "pässwörd 1234",
    "Jane Doe": "janespass99",
    "o'Brien <x>": "obrienpass1",
    "Пётр": "новый пароль 1",
}


@pytest.fixture
def sample(tmp_path: Path) -> str:
    return move_in(SAMPLE, tmp_path)


@pytest.mark.parametrize("dump", ALL, ids=lambda path: path.name)
def test_every_row_is_accounted_for_and_every_counter_is_right(dump: Path, tmp_path: Path) -> None:
    said = move_in(dump, tmp_path)
    assert "Every row is accounted for." in said
    assert Post.objects.count() == 45
    assert Topic.objects.count() == 9
    assert examine(StringIO(), repair=False) == 0


@pytest.mark.parametrize("dump", ALL, ids=lambda path: path.name)
def test_the_same_board_arrives_from_every_database(dump: Path, tmp_path: Path) -> None:
    move_in(dump, tmp_path)
    assert [u.name for u in User.objects.order_by("id")] == [*PASSWORDS, "Spammer_9"]
    assert [u.pk for u in User.objects.order_by("id")] == [2, 3, 4, 5, 6, 7]
    assert Category.objects.get(pk=2).name == "Hand-made & <special>"
    assert list(Forum.objects.order_by("id").values_list("id", flat=True)) == [1, 2, 3, 4]
    assert Topic.objects.get(pk=4).title == "Тема на русском языке"
    assert Topic.objects.get(pk=4).post_count == 31


@pytest.mark.parametrize("dump", ALL, ids=lambda path: path.name)
@pytest.mark.parametrize(("name", "password"), PASSWORDS.items())
def test_old_passwords_open_the_door_and_are_renewed(
    dump: Path, name: str, password: str, tmp_path: Path, client: Client
) -> None:
    move_in(dump, tmp_path)
    user = User.objects.get(name=name)
    assert user.password.startswith("legacy")
    assert client.post("/sign-in/", {"login": name, "password": password}).status_code == 302
    user.refresh_from_db()
    assert user.password.startswith("md5$"), "not renewed by the first hasher of the tests"


def test_a_wrong_password_does_not_open_the_door(sample: str, client: Client) -> None:
    assert client.post("/sign-in/", {"login": "admin", "password": "wrong"}).status_code == 200


def test_no_digest_of_the_old_board_rests_here(sample: str) -> None:
    stored = "\n".join(User.objects.values_list("password", flat=True))
    assert "8a0fea2766c91cddee2cd04b5aebdd52cae5dd1b" not in stored


def test_profiles_preferences_and_signatures_come_over(sample: str) -> None:
    user = User.objects.get(name="Ällärïk")
    assert (user.real_name, user.location) == ("Ällärïk Önn", "Tromsø")
    assert user.website == "http://www.example.org/~a"
    assert user.contacts == {"jabber": "a@jabber.example.org", "icq": "123456"}
    assert user.signature.startswith("[b]Ä[/b]")
    assert "<strong>Ä</strong> – my <a " in user.signature_html
    assert user.post_count == 10
    jane = User.objects.get(name="Jane Doe")
    assert (jane.topics_per_page, jane.posts_per_page) == (10, 10)
    assert not jane.show_signatures
    assert User.objects.get(name="o'Brien <x>").time_zone == "-05:00"


def test_groups_and_who_may_do_what_come_over(sample: str) -> None:
    veterans = Group.objects.get(pk=5)
    assert (veterans.name, veterans.member_title) == ("Veterans", "Old hand")
    # Behind the ids that the old board may still give out.
    assert Group.objects.get(role=Group.Role.NEWCOMERS).pk == 2_000
    structure.forget()
    assert set(permissions.access(guest())) == {1, 2, 4}
    assert set(permissions.access(member(User.objects.get(name="Jane Doe")))) == {1, 2, 4}
    assert set(permissions.access(member(User.objects.get(name="o'Brien <x>")))) == {1, 2, 3, 4}
    assert ForumModerator.objects.filter(forum_id=2, user__name="o'Brien <x>").exists()


def test_topics_keep_their_state(sample: str) -> None:
    assert Topic.objects.get(pk=5).locked_at
    assert Topic.objects.get(pk=6).pinned_at
    stub = Topic.objects.get(pk=9)
    assert (stub.is_stub, stub.moved_to_id, stub.forum_id) == (True, 7, 2)


def test_posts_keep_their_text_author_and_order(sample: str) -> None:
    post = Post.objects.get(pk=5)
    assert post.source == "Ответ по-русски с [b]жирным[/b] текстом. :)"
    assert "<strong>жирным</strong>" in post.html
    assert "🙂" not in post.html, "this one was written without smilies"
    assert (post.author_name, post.author_id, post.number) == ("Пётр", 6, 3)
    numbers = Post.objects.filter(topic_id=4).order_by("posted_at", "id")
    assert [p.number for p in numbers] == list(range(1, 32))


def test_what_hangs_on_it_comes_over(sample: str) -> None:
    assert set(TopicSubscription.objects.values_list("user_id", "topic_id")) == {
        (3, 2),
        (4, 2),
        (6, 2),
    }
    assert set(ForumSubscription.objects.values_list("user_id", "forum_id")) == {(4, 2)}
    assert Report.objects.get().reason == "This is spam, isn't it? <b>"
    assert TITLE.get() == "FluxBB bench"


def test_the_banned_stay_banned(sample: str) -> None:
    spammer = User.objects.get(name="Spammer_9")
    assert spammer.banned_at
    assert spammer.ban_message == 'Spam is "not" welcome'
    assert User.objects.filter(banned_at__isnull=False).count() == 1


def test_what_has_no_place_yet_is_kept_beside_the_board(sample: str, tmp_path: Path) -> None:
    kept = tmp_path / "import-archive" / "bans.jsonl"
    bans = [json.loads(line) for line in kept.read_text().splitlines()]
    assert bans[1]["email"] == "bad.example.net"
    assert kept.stat().st_mode & 0o077 == 0
    assert {path.name for path in kept.parent.iterdir()} == {
        "bans.jsonl",
        "censoring.jsonl",
        "config.jsonl",
        "reports.jsonl",
    }


@pytest.mark.parametrize(
    ("old", "new"),
    {
        "/index.php": "/",
        "/viewtopic.php?id=2": "/topics/2/",
        "/viewtopic.php?id=4&p=2": "/topics/4/page/2/",
        "/viewtopic.php?pid=3": "/posts/3/",
        "/forum/viewforum.php?id=2": "/forums/2/",
        "/profile.php?id=3": "/members/3/",
    }.items(),
)
def test_old_addresses_lead_to_the_same_thing(
    old: str, new: str, sample: str, client: Client
) -> None:
    answer = client.get(old)
    without_slug = re.sub(r"(?<=/)([0-9]+)-[^/]+", r"\1", answer["Location"])
    assert (answer.status_code, without_slug) == (301, new)
    assert client.get(old, follow=True).status_code == 200


def test_what_guests_could_not_see_stays_absent(sample: str, client: Client) -> None:
    for old in ("/viewforum.php?id=3", "/viewtopic.php?id=10", "/viewtopic.php?pid=46"):
        assert client.get(old, follow=True).status_code == 404


def test_the_board_goes_on_behind_the_old_ids(sample: str) -> None:
    jane = member(User.objects.get(name="Jane Doe"))
    topic = make_topic(jane, Forum.objects.get(pk=2), "Here we are")
    assert topic.pk == 102_000
    assert Post.objects.get(topic=topic).pk == 1_002_000
    assert User.objects.get(pk=4).post_count == 13
    assert examine(StringIO(), repair=False) == 0
