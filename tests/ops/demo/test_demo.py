"""The demo board has what a visitor, a screenshot and a browser test look for; and it is counted right."""

from __future__ import annotations

import re
from argparse import Namespace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.contrib.auth.hashers import check_password
from django.core.files.storage import default_storage
from django.http import FileResponse
from django.test import Client
from PIL import Image

from areopagus.accounts import actors
from areopagus.accounts.models import User
from areopagus.boards import permissions
from areopagus.boards.models import Category, Forum, Post, PostRevision, Topic
from areopagus.core.clock import now
from areopagus.core.remembered import Remembered
from areopagus.ops import check, demo
from areopagus.ops.demo.avatars import draw
from areopagus.ops.demo.chronicles import plan_log
from areopagus.ops.demo.planning import People, plan_topics
from areopagus.ops.demo.settling import weights
from tests import factories


@pytest.fixture
def board(db: None, capsys: pytest.CaptureFixture[str]) -> str:
    """A demo board; the value is what the command said."""
    assert demo.run(Namespace()) == 0
    Remembered.forget_everything()
    return capsys.readouterr().out


def test_it_is_full_of_people(board: str) -> None:
    assert "40 members, 12 forums" in board
    assert demo.PASSWORD in board
    assert User.objects.count() == 40
    assert Category.objects.count() == 4
    assert Forum.objects.count() == 12
    for name in ("Ada", "Mona", "Max", "Nina", "Boris", "Dora"):
        assert check_password(demo.PASSWORD, User.objects.get(name=name).password)


def test_the_cast_is_who_it_should_be(board: str) -> None:
    member = {user.name: actors.member(user) for user in User.objects.select_related("group")}
    missions = Forum.objects.get(name="Missions")
    launch = Forum.objects.get(name="Launch vehicles")
    assert member["Ada"].is_administrator
    assert permissions.access_in(member["Mona"], missions.pk).moderate
    assert not permissions.access_in(member["Mona"], launch.pk).moderate
    assert member["Nina"].group.role == "newcomers"
    assert [one.author_name for one in permissions.visible_held(member["Mona"])] == ["Nina"]
    assert User.objects.get(name="Boris").banned_at
    assert User.objects.get(name="Dora").dormant_at


def test_forums_of_every_kind(board: str) -> None:
    guest = actors.guest()
    seen = set(permissions.visible_forums(guest).values_list("name", flat=True))
    assert "Staff room" not in seen
    assert "Launch vehicles" in seen
    news = Forum.objects.get(name="News of the board")
    max_ = actors.member(User.objects.get(name="Max"))
    assert not permissions.can_start_topic(max_, news)
    assert permissions.can_start_topic(guest, Forum.objects.get(name="Introductions"))
    assert Forum.objects.exclude(link="").count() == 1
    assert Forum.objects.exclude(parent=None).count() == 1
    assert Forum.objects.filter(topic_count=0, link="").count() == 1


def test_topics_of_every_kind(board: str) -> None:
    topics = Topic.objects.all()
    assert topics.exclude(pinned_at=None).count() >= 3
    assert topics.exclude(locked_at=None).count() >= 2
    assert topics.exclude(removed_at=None).count() == 1
    assert topics.filter(is_stub=True, moved_to__isnull=False).count() == 1
    assert topics.filter(post_count=1, removed_at=None).count() >= 4
    assert topics.filter(last_post_at__gt=now() - timedelta(days=1)).count() >= 5
    assert not topics.filter(last_post_at__gt=now()).exists()
    longest = topics.order_by("-last_number")[0]
    assert longest.last_number == 2_000
    assert longest.post_count == 1_998


def test_posts_of_every_kind(board: str) -> None:
    assert set(Post.objects.values_list("markup", flat=True)) == {
        "bbcode",
        "fluxbb12",
        "markdown",
    }
    assert Post.objects.filter(author=None).count() == 2
    assert Post.objects.exclude(removed_at=None).filter(removed_by_author=True).count() == 1
    assert Post.objects.exclude(edited_at=None).count() == PostRevision.objects.count() == 3
    for script in ("עברית", "اكتب", "бобы", "火星", "σας", "手紙"):
        assert Post.objects.filter(source__contains=script).exists(), script


def test_a_quotation_names_its_author_and_leads_back(board: str) -> None:
    quoting = Post.objects.get(source__contains="I shall be insufferable")
    quoted = quoting.topic.posts.get(number=2)
    assert quoted.author_name in quoting.html
    assert f"/posts/{quoted.pk}/" in quoting.html


def test_nobody_writes_before_they_came_nor_answers_the_future(board: str) -> None:
    posts = Post.objects.select_related("author").order_by("topic", "number")
    at: dict[int, datetime] = {}
    for post in posts:
        assert post.author is None or post.author.registered_at <= post.posted_at
        assert at.get(post.topic_id, post.posted_at) <= post.posted_at
        at[post.topic_id] = post.posted_at


def test_two_thirds_have_a_face_of_their_own(board: str) -> None:
    faces = list(User.objects.exclude(avatar="").values_list("avatar", flat=True))
    assert len(faces) == len(set(faces)) == 27
    for face in faces:
        with default_storage.open(face) as stored:
            image = Image.open(stored)
            assert (image.format, image.size) == ("WEBP", (128, 128))


def test_the_same_faces_come_out_every_time() -> None:
    assert draw(Random("Ada")) == draw(Random("Ada"))  # noqa: S311
    assert draw(Random("Ada")) != draw(Random("Mona"))  # noqa: S311


def test_the_pictures_on_a_topics_page_are_there(board: str, client: Client) -> None:
    topic = Topic.objects.order_by("-last_number")[0]
    html = client.get(topic.url).content.decode()
    pictures = set(re.findall(r'<img class="avatar[^"]*" src="([^"]+)"', html))
    assert len(pictures) >= 3
    for address in pictures:
        answer = client.get(address)
        # Read to its end and not closed by hand, which would close the connection of the test too.
        assert isinstance(answer, FileResponse)
        assert b"".join(answer.streaming_content)[:4] == b"RIFF"
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")


def test_the_check_finds_nothing(board: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert check.run(Namespace(repair=False)) == 0, capsys.readouterr().out


def test_the_board_can_go_on(board: str) -> None:
    max_ = actors.member(User.objects.get(name="Max"))
    topic = factories.make_topic(max_, Forum.objects.get(name="Missions"), "And on it goes")
    assert topic.pk > Topic.objects.exclude(pk=topic.pk).order_by("-pk")[0].pk


def test_a_second_time_it_says_that_it_is_there(
    board: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Post.objects.count()
    assert demo.run(Namespace()) == 0
    assert "there already" in capsys.readouterr().out
    assert Post.objects.count() == before


def test_a_board_of_somebody_is_left_alone(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    factories.make_user("Max")
    assert demo.run(Namespace()) == 1
    assert "people of its own" in capsys.readouterr().err
    assert User.objects.count() == 1
    assert not Category.objects.exists()


def test_the_same_board_comes_out_every_time() -> None:
    def conversation() -> list[tuple[str, list[str]]]:
        moment = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
        dice = Random(7)  # noqa: S311
        people = People(dict.fromkeys(weights(), datetime(2008, 1, 1, tzinfo=UTC)), weights(), dice)
        planned = [*plan_topics(people, dice, moment), plan_log(people, dice, moment)]
        return [(t.title, [p.author + p.text for p in t.posts]) for t in planned]

    assert conversation() == conversation()
