"""Notices on the board: who gets which, what makes them read, what the bell says."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client, override_settings

from areopagus.accounts import actors
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Group, User
from areopagus.accounts.notices import kinds
from areopagus.boards import actions, reading_marks
from areopagus.boards.models import Level, Post, Topic
from areopagus.core.clock import now
from areopagus.core.jobs.worker import work_once
from areopagus.moderation.actions import appeals, standing
from areopagus.moderation.actions import report as report_post
from areopagus.notifications import channels, pruning, reading, sending, tasks, wishes, writing
from areopagus.notifications.models import Notice
from areopagus.notifications.pages import notices_page
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db


def bell(actor: Actor) -> int:
    return User.objects.get(pk=actor.member_id).unread_notices


def post_in(topic: Topic, source: str = "Answer.", by: Actor | None = None) -> Post:
    """Written and told of."""
    author = by or actors.member(User.objects.get(name="Ada"))
    post = factories.make_post(factories.patient(author), topic, source)
    tasks.tell_of.func([post.pk])
    return post


def make_pia() -> Actor:
    return actors.member(factories.make_member("Pia", last_seen_at=now()))


def work() -> None:
    while work_once("test"):
        pass


def texts(actor: Actor) -> list[str]:
    page = notices_page(factories.patient(actor))
    return [row.text for group in page.groups for row in group.rows]


def test_one_notice_of_a_topic_until_it_was_read(cast: Cast, topic: Topic) -> None:
    actions.subscribe_to_topic(cast.nina, topic)
    post_in(topic)
    post_in(topic)
    assert bell(cast.nina) == 1
    assert texts(cast.nina) == ["Ada and others have answered"]
    reading_marks.note(cast.nina, topic.pk, 2)
    reading_marks.write_now()
    assert bell(cast.nina) == 0
    post_in(topic)
    assert bell(cast.nina) == 1
    assert texts(cast.nina) == ["Ada has answered", "Ada and others have answered"]


def test_who_has_read_it_already_is_not_told(cast: Cast, topic: Topic) -> None:
    actions.subscribe_to_topic(cast.nina, topic)
    post = factories.make_post(cast.ada, topic, "Answer.")
    reading_marks.note(cast.nina, topic.pk, 2)
    reading_marks.write_now()
    tasks.tell_of.func([post.pk])
    assert not Notice.objects.exists()


def test_who_has_read_everything_since_is_not_told(cast: Cast, topic: Topic) -> None:
    post = factories.make_post(cast.ada, topic, "@Nina.")
    actions.read_everything(factories.patient(cast.nina))
    tasks.tell_of.func([post.pk])
    assert not Notice.objects.exists()


@override_settings(SITE_URL="https://board.example")
def test_following_quietly_makes_no_mail_and_muting_nothing(
    cast: Cast, places: Places, topic: Topic
) -> None:
    actions.subscribe_to_topic(cast.nina, topic, Level.FOLLOWED)
    actions.subscribe_to_topic(cast.max, topic, Level.MUTED)
    first = Post.objects.get(topic=topic)
    post_in(topic, f"[quote=Max post={first.pk}]Words.[/quote]")
    assert list(Notice.objects.values_list("user__name", "mail", "on_board")) == [
        ("Nina", "", True)
    ]
    post_in(topic, "@Max and @Nina!")
    told = Notice.objects.filter(kind="mention").order_by("user__name")
    assert list(told.values_list("user__name", "mail")) == [("Max", "now"), ("Nina", "now")]
    pia = make_pia()
    actions.subscribe_to_forum(pia, places.missions, Level.FOLLOWED)
    new = factories.make_topic(cast.max, places.missions, "A new one")
    assert new.first_post
    tasks.tell_of.func([new.first_post.pk])
    assert texts(pia) == ["Max has begun a topic in Missions"]


def test_wishes_choose_the_channels(cast: Cast, topic: Topic) -> None:
    pia = make_pia()
    for actor in (cast.nina, pia):
        actions.subscribe_to_topic(actor, topic)
    User.objects.filter(pk=cast.nina.member_id).update(last_seen_at=now())
    wishes.change(cast.nina.member_id, {"reply": {"board": ""}})
    with override_settings(SITE_URL="https://board.example"):
        wishes.change(pia.member_id, {"reply": {"mail": "daily"}})
        post_in(topic)
        rows = Notice.objects.order_by("-user__name").values_list("user__name", "on_board", "mail")
        assert list(rows) == [("Pia", True, "daily"), ("Nina", False, "now")]
        post_in(topic, "@Pia, you too.")
    named = Notice.objects.get(kind="mention")
    assert (named.user_id, named.mail) == (pia.user_id, "now"), "the sooner mail decides"


def test_a_channel_of_a_room_above_is_handed_what_is_wished(
    cast: Cast, topic: Topic, monkeypatch: pytest.MonkeyPatch
) -> None:
    got: list[str] = []
    monkeypatch.setattr(channels, "_channels", dict(channels._channels))
    channels.channel("pigeon", "By pigeon", hand_over=lambda some: got.extend(map(str, some)))
    pia = make_pia()
    for actor in (cast.nina, pia):
        actions.subscribe_to_topic(actor, topic)
    off = {"board": "", "mail": ""}
    wishes.change(cast.nina.member_id, {"reply": off | {"pigeon": "on"}})
    wishes.change(pia.member_id, {"reply": off})
    post_in(topic)
    assert got == [f"reply for {cast.nina.user_id}"]
    with pytest.raises(ValueError, match="declared twice"):
        channels.channel("pigeon", "Again")


def test_the_page_groups_by_topic_and_leads_there(
    client: Client, cast: Cast, topic: Topic, places: Places
) -> None:
    other = factories.make_topic(cast.max, places.missions, "Another")
    for one in (topic, other):
        actions.subscribe_to_topic(cast.nina, one)
        post_in(one, "@Nina.")
        post_in(one, "@Nina!")
    client.force_login(user_of(cast.nina))
    page = client.get("/notices/").text
    assert page.count(f">{topic.title}</a>") == page.count(">Another</a>") == 1
    assert '<span>4</span><span class="visually-hidden"> new</span>' in page
    link = re.search(r"/notices/\d+/", page)
    assert link
    answer = client.get(link[0])
    assert answer.headers["Location"].startswith("/posts/")
    assert bell(cast.nina) == 3
    client.force_login(user_of(cast.dora))
    assert client.get(link[0]).status_code == 404, "somebody else's"
    assert "Sign in to see" in Client().get("/notices/").text
    assert Client().get(link[0]).status_code == 404


def test_all_are_read_and_that_is_undone(client: Client, cast: Cast, topic: Topic) -> None:
    post_in(topic, "@Nina.")
    client.force_login(user_of(cast.nina))
    page = client.post("/notices/read/", follow=True).text
    assert bell(cast.nina) == 0
    undo = re.search(r"/notices/undo/[^\"]+/", page)
    assert undo
    other = Client()
    other.force_login(user_of(cast.dora))
    assert other.post(undo[0]).status_code == 403
    client.post(undo[0])
    assert bell(cast.nina) == 1
    assert client.post("/notices/undo/made-up/").status_code == 403
    actions.read_everything(cast.nina)
    assert bell(cast.nina) == 0, "a board that counts as read"


def test_what_was_called_read_with_its_topics_is_new_again_when_that_is_undone(
    cast: Cast, topic: Topic, places: Places
) -> None:
    other = factories.make_topic(cast.max, places.subforum, "Another")
    nina = factories.patient(cast.nina)
    for one in (topic, other):
        post_in(one, "@Nina.")
    reading_marks.note(nina, other.pk, 2)
    reading_marks.write_now()
    assert bell(nina) == 1
    _, token = actions.read_forum(nina, places.missions.pk)
    assert bell(nina) == 0
    actions.undo_read_forum(nina, token)
    assert bell(nina) == 1
    token = actions.read_everything(nina)
    assert bell(nina) == 0
    actions.undo_read_everything(nina, token)
    assert bell(nina) == 1, "and not what was read before"


def test_what_may_not_be_seen_any_more_looks_absent(
    client: Client, cast: Cast, topic: Topic, places: Places
) -> None:
    post = post_in(topic, "@Nina.")
    factories.forbid(places.missions, Group.Role.NEWCOMERS, may_read=False)
    client.force_login(user_of(cast.nina))
    page = client.get("/notices/").text
    assert topic.title not in page and "nothing to tell you" in page
    assert bell(cast.nina) == 0
    assert client.get(f"/notices/{Notice.objects.get().pk}/").status_code == 404
    post.delete()
    assert not Notice.objects.exists()


def test_the_bell_is_asked_for_little(
    client: Client, cast: Cast, topic: Topic, django_assert_num_queries: object
) -> None:
    post_in(topic, "@Nina.")
    client.force_login(user_of(cast.nina))
    seen = User.objects.get(pk=cast.nina.member_id).last_seen_at
    with django_assert_num_queries(1):  # type: ignore[operator]
        answer = client.get("/notices/count/")
    assert answer.text == "1" and answer.headers["Cache-Control"] == "private, no-cache"
    again = client.get("/notices/count/", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304 and not again.content
    assert User.objects.get(pk=cast.nina.member_id).last_seen_at == seen, (
        "an open page is nobody here"
    )
    assert Client().get("/notices/count/").status_code == 404
    assert client.post("/notices/count/").status_code == 404


def test_nobody_has_notices_without_end(
    cast: Cast, topic: Topic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "MOST_UNREAD", 2)
    monkeypatch.setattr(pruning, "MOST_KEPT", 1)
    for _ in range(4):
        post_in(topic, "@Nina.")
    assert bell(cast.nina) == Notice.objects.filter(on_board=True).count() == 2
    Notice.objects.update(ended_at=now())
    tasks.forget_old_notices.func()
    assert bell(cast.nina) == Notice.objects.count() == 1


def test_old_notices_go_some_at_a_time_and_their_readers_are_held_first(
    cast: Cast, topic: Topic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "AT_ONCE", 2)
    held: list[int] = []
    monkeypatch.setattr(pruning, "hold", held.extend)
    for _ in range(3):
        post_in(topic, "@Nina, @Max.")
    Notice.objects.update(made_at=now() - timedelta(days=100))
    post_in(topic, "@Nina.")
    tasks.forget_old_notices.func()
    assert bell(cast.nina) == Notice.objects.count() == 1 and bell(cast.max) == 0
    # Two of six at a time, in the order of their readers.
    both = sorted([cast.nina.member_id, cast.max.member_id])
    assert held == [both[0], *both, both[1]]


def test_a_wrong_bell_is_put_right(cast: Cast, topic: Topic) -> None:
    post = post_in(topic, "@Nina.")
    Post.objects.filter(pk=post.pk).delete()
    assert not Notice.objects.exists() and bell(cast.nina) == 1
    tasks.forget_old_notices.func()
    assert bell(cast.nina) == 0
    User.objects.filter(pk=cast.nina.member_id).update(unread_notices=5)
    reading.mark_read(cast.nina.member_id, Notice.objects.all(), now())
    assert bell(cast.nina) == 0


@override_settings(SITE_URL="https://board.example")
def test_a_killed_worker_sends_no_second_mail_before_its_time(
    cast: Cast, topic: Topic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed while the mail server had it: taken, and neither sent nor ended."""
    post_in(topic, "@Nina.")
    notice = Notice.objects.get()
    mail.outbox.clear()
    assert sending.take(Notice.objects.filter(pk=notice.pk))
    with pytest.raises(sending.Taken):
        tasks.send.func(notice.pk)
    assert not mail.outbox, "somebody else has it, and the job is tried again"
    later = now() + sending.TAKEN * 1.01
    monkeypatch.setattr(sending, "now", lambda: later)
    tasks.send.func(notice.pk)
    tasks.send.func(notice.pk)
    assert [m.extra_headers["Message-ID"] for m in mail.outbox] == [
        f"<post.{notice.post_id}@{mail.outbox[0].extra_headers['Message-ID'].split('@')[1]}"
    ]


@override_settings(SITE_URL="https://board.example")
def test_what_was_read_on_the_board_is_not_mailed(cast: Cast, topic: Topic) -> None:
    """Also where no notice stands that would have become read with it."""
    wishes.change(cast.nina.member_id, {"mention": {"board": ""}})
    mail.outbox.clear()
    first = post_in(topic, "@Nina.")
    reading_marks.note(cast.nina, topic.pk, 2)
    reading_marks.write_now()
    tasks.send.func(Notice.objects.get(post=first).pk)
    User.objects.filter(pk=cast.nina.member_id).update(last_seen_at=now())
    second = post_in(topic, "@Nina!")
    actions.read_everything(factories.patient(cast.nina))
    tasks.send.func(Notice.objects.get(post=second).pk)
    assert not mail.outbox
    User.objects.filter(pk=cast.nina.member_id).update(last_seen_at=now())
    third = post_in(topic, "@Nina?")
    tasks.send.func(Notice.objects.get(post=third).pk)
    assert len(mail.outbox) == 1, "what came since"


@pytest.mark.django_db(transaction=True)
@override_settings(SITE_URL="https://board.example")
def test_staff_and_members_are_told_what_concerns_them(
    client: Client, cast: Cast, topic: Topic
) -> None:
    post = Post.objects.get(topic=topic)
    wishes.change(cast.mona.member_id, {"report": {"mail": "now"}})
    report_post(factories.patient(cast.dora), post, "Rude.")
    mail.outbox.clear()
    work()
    assert texts(cast.mona) == [f"Dora has reported post #1 in “{topic.title}”"]
    assert texts(cast.ada) and not texts(cast.nina)
    assert [m.to for m in mail.outbox] == [["mona@example.org"]]
    assert "No more such mails" in str(mail.outbox[0].body)
    deed = standing.warn(factories.patient(cast.mona), cast.max.member_id, "Be kind.")
    work()
    assert texts(cast.max) == ["You were warned"]
    assert deed.batch
    asked = appeals.appeal(factories.patient(cast.max), deed.batch.pk, "But why?")
    work()
    assert texts(cast.mona)[0] == "Max asks that a decision be looked at again"
    client.force_login(user_of(cast.mona))
    page = client.get("/notices/").text
    assert "Max asks" in page and "has reported" in page
    appeals.answer(factories.patient(cast.ada), asked.pk, asked.Outcome.UPHELD, "It stands.")
    work()
    assert texts(cast.max)[0] == "Your appeal was answered. The decision stands"
    assert bell(cast.max) == 2


def test_every_kind_reads_as_nothing_for_what_is_not_there(cast: Cast) -> None:
    for kind in kinds():
        for actor in (cast.nina, cast.mona, cast.ada):
            assert kind.describe(factories.patient(actor), [987654]) == {}
