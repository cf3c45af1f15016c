"""How members want to be told, and many notices in one mail: once, in time, not in quiet hours."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default as modern

import pytest
from django.core import mail
from django.test import Client, override_settings

from areopagus.accounts.models import User
from areopagus.boards import actions, reading_marks
from areopagus.boards.models import Topic
from areopagus.core.clock import now
from areopagus.core.jobs.models import Job
from areopagus.notifications import digests, pruning, tasks, wishes
from areopagus.notifications.models import Digest, Notice, Wishes
from areopagus.notifications.quiet import quiet_until
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db
# A Wednesday, at noon.
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _known_address() -> object:
    with override_settings(SITE_URL="https://board.example", DEFAULT_FROM_EMAIL="b@board.example"):
        yield


@pytest.fixture
def nina(cast: Cast) -> User:
    """Wants it all together, and lives where it is an hour later than the board."""
    said = {kind: {"mail": "daily"} for kind in ("reply", "mention")} | {
        "topic": {"mail": "weekly"}
    }
    wishes.change(cast.nina.member_id, said)
    User.objects.filter(pk=cast.nina.member_id).update(time_zone="+01:00")
    mail.outbox.clear()
    return user_of(cast.nina)


def told(topic: Topic, cast: Cast, source: str, at: datetime) -> None:
    post = factories.make_post(factories.patient(cast.ada), topic, source)
    tasks.tell_of.func([post.pk])
    Notice.objects.filter(post=post).update(made_at=at)


def run(monkeypatch: pytest.MonkeyPatch, at: datetime) -> list[str]:
    """The jobs of that time; the subjects of what was sent."""
    before = len(mail.outbox)
    monkeypatch.setattr(digests, "now", lambda: at)
    Job.objects.all().delete()
    tasks.make_digests.func()
    for job in Job.objects.filter(task="areopagus.notifications.tasks.send_digest"):
        tasks.send_digest.func(*job.arguments["args"])
        tasks.send_digest.func(*job.arguments["args"])
    return [str(message.subject) for message in mail.outbox[before:]]


def test_a_day_in_one_mail(
    cast: Cast, nina: User, topic: Topic, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.subscribe_to_topic(cast.nina, topic)
    other = factories.make_topic(cast.max, places.missions, "Another <b>")
    read = factories.make_topic(cast.max, places.missions, "Read")
    early = NOON.replace(hour=6, minute=59)
    told(topic, cast, "Answer.", early)
    told(other, cast, "@Nina.", early)
    told(read, cast, "@Nina.", early)
    told(other, cast, "@Nina, later.", NOON)
    reading_marks.note(cast.nina, read.pk, 2)
    reading_marks.write_now()
    assert not Job.objects.filter(task__endswith="tasks.send").exists(), "no mail each"
    assert run(monkeypatch, early) == [], "it is not eight o'clock there yet"
    assert len(run(monkeypatch, NOON)) == 1
    assert run(monkeypatch, NOON) == [], "once"
    whole = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=modern)
    assert whole["Subject"].endswith("2 things to tell you in 2 topics")
    assert whole["Message-ID"] == f"<digest.{Digest.objects.get().pk}@board.example>"
    assert whole["References"] == whole["In-Reply-To"] != whole["Message-ID"]
    assert whole["List-Id"] == "<digest-daily.board.example>"
    assert whole["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    plain, html = (part.get_content() for part in whole.iter_parts())
    assert "Ada has answered: https://board.example/posts/" in plain and "Another <b>" in plain
    assert "Another &lt;b&gt;" in html and "Read" not in html
    assert len(run(monkeypatch, NOON + timedelta(days=1))) == 1, (
        "what came later comes the next day"
    )


def test_a_week_on_its_monday(
    cast: Cast, nina: User, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.subscribe_to_forum(cast.nina, places.missions)
    topic = factories.make_topic(cast.max, places.missions, "A new one")
    assert topic.first_post
    tasks.tell_of.func([topic.first_post.pk])
    Notice.objects.update(made_at=NOON)
    assert run(monkeypatch, NOON + timedelta(days=4)) == []
    assert len(run(monkeypatch, NOON + timedelta(days=5))) == 1


def test_a_worker_killed_between_forgets_nothing_and_sends_nothing_twice(
    cast: Cast, nina: User, topic: Topic, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(topic, cast, "@Nina.", NOON - timedelta(days=1))
    monkeypatch.setattr(digests, "now", lambda: NOON)

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("areopagus.core.jobs.backend.DatabaseBackend.enqueue", dies)
        tasks.make_digests.func()
    assert not Digest.objects.exists() and Notice.objects.get().ended_at is None
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("django.core.mail.message.EmailMessage.send", dies)
        run(monkeypatch, NOON)
    digest = Digest.objects.get()
    assert digest.sent_at is None and digest.ended_at is None
    tasks.send_digest.func(digest.pk)
    tasks.send_digest.func(digest.pk)
    assert len(mail.outbox) == 1


def test_one_click_ends_what_comes_together(
    client: Client, cast: Cast, nina: User, topic: Topic, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(topic, cast, "@Nina.", NOON - timedelta(days=1))
    run(monkeypatch, NOON)
    link = re.search(r"https://board\.example(/unsubscribe/\S+)", str(mail.outbox[0].body))
    assert link
    assert "what comes together in the daily mail?" in client.get(link[1]).text
    client.post(link[1])
    said = wishes.said_by([nina.pk])[nina.pk]
    assert said["mention"]["mail"] == said["reply"]["mail"] == ""
    assert said["topic"]["mail"] == "weekly", "the other one stays"
    assert "gets no more mails" in client.get(link[1]).text


def test_quiet_hours_hold_mails_and_nothing_else(
    cast: Cast, topic: Topic, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.filter(pk=cast.nina.member_id).update(time_zone="+01:00")
    wishes.change(cast.nina.member_id, {}, quiet_from=22, quiet_until=7)
    nina = User.objects.select_related("group").get(pk=cast.nina.member_id)
    midnight = NOON.replace(hour=23)
    assert quiet_until(nina, midnight) == NOON.replace(day=26, hour=6)
    assert quiet_until(nina, NOON) is None
    assert quiet_until(nina, NOON.replace(hour=21)) and not quiet_until(nina, NOON.replace(hour=20))
    mail.outbox.clear()
    monkeypatch.setattr(tasks, "now", lambda: midnight)
    post = factories.make_post(factories.patient(cast.ada), topic, "@Nina.")
    monkeypatch.setattr(tasks, "RECENT", timedelta(days=10_000))
    tasks.tell_of.func([post.pk])
    assert User.objects.get(pk=nina.pk).unread_notices == 1
    Job.objects.all().delete()
    tasks.send.func(Notice.objects.get().pk)
    assert not mail.outbox
    assert Job.objects.get().run_at == NOON.replace(day=26, hour=6)
    wishes.change(nina.pk, {}, quiet_from=3, quiet_until=5)
    tasks.send.func(Notice.objects.get().pk)
    assert len(mail.outbox) == 1


def test_a_digest_that_is_tried_again_in_quiet_hours_waits_for_their_end(
    cast: Cast, nina: User, topic: Topic, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(topic, cast, "@Nina.", NOON - timedelta(days=1))
    monkeypatch.setattr(digests, "now", lambda: NOON)
    tasks.make_digests.func()
    wishes.change(nina.pk, {}, quiet_from=22, quiet_until=7)
    Job.objects.all().delete()
    digest = Digest.objects.get()
    monkeypatch.setattr(tasks, "now", lambda: NOON.replace(hour=23))
    tasks.send_digest.func(digest.pk)
    assert not mail.outbox
    assert Job.objects.get().run_at == NOON.replace(day=26, hour=6)
    monkeypatch.setattr(tasks, "now", lambda: NOON.replace(day=26, hour=6))
    tasks.send_digest.func(digest.pk)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("wish", ["daily", "weekly"])
def test_whoever_wants_it_together_by_now_gets_it_together(
    cast: Cast, topic: Topic, monkeypatch: pytest.MonkeyPatch, wish: str
) -> None:
    told(topic, cast, "@Nina.", NOON - timedelta(days=8))
    mail.outbox.clear()
    wishes.change(cast.nina.member_id, {"mention": {"mail": wish}})
    tasks.send.func(Notice.objects.get().pk)
    assert not mail.outbox
    (subject,) = run(monkeypatch, NOON)
    assert "1 thing to tell you" in subject
    tasks.send.func(Notice.objects.get().pk)
    assert len(mail.outbox) == 1


def test_what_waits_for_its_mail_is_not_forgotten_for_a_fortnight(
    cast: Cast, nina: User, topic: Topic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "MOST_KEPT", 0)
    told(topic, cast, "@Nina.", now() - timedelta(days=9))
    pruning.forget(now() - timedelta(days=7))
    assert Notice.objects.filter(ended_at=None).exists()
    monkeypatch.setattr(digests, "now", lambda: now() - timedelta(days=8))
    tasks.make_digests.func()
    pruning.forget(now() - timedelta(days=7))
    digest = Digest.objects.get()
    tasks.send_digest.func(digest.pk)
    assert len(mail.outbox) == 1
    pruning.forget(now() - timedelta(days=7))
    assert not Notice.objects.exists() and not Digest.objects.exists()
    told(topic, cast, "@Nina!", now() - timedelta(days=15))
    Notice.objects.update(ended_at=None)
    pruning.forget(now() - timedelta(days=7))
    assert not Notice.objects.exists()


def test_the_settings_say_how_each_kind_comes(client: Client, cast: Cast) -> None:
    client.force_login(user_of(cast.nina))
    page = client.get("/settings/notices/").text
    assert "A post is reported" not in page and "Somebody mentions me" in page
    assert 'name="mention-board"' in page and 'name="decision-mail"' not in page
    form = {"mention-board": "on", "mention-mail": "weekly", "reply-mail": "", "quote-mail": "now"}
    assert client.post("/settings/notices/", form | {"quiet_from": "22"}).status_code == 422
    assert not Wishes.objects.exists()
    hours = {"quiet_from": "22", "quiet_until": "7"}
    assert client.post("/settings/notices/", form | hours).status_code == 302
    row = Wishes.objects.get()
    assert (row.quiet_from, row.quiet_until) == (22, 7)
    assert row.said["mention"] == {"mail": "weekly"}, "only what is not the default"
    assert row.said["reply"] == {"board": "", "mail": ""}
    client.force_login(user_of(cast.mona))
    assert "A post is reported" in client.get("/settings/notices/").text
    assert "Sign in to change" in Client().get("/settings/notices/").text
