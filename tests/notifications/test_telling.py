"""Members are told once of what they asked for, may see, and have not been told already."""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import default as modern

import pytest
from django.core import mail
from django.test import Client, override_settings

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.boards import actions
from areopagus.boards.models import ForumSubscription, Level, Post, Topic, TopicSubscription
from areopagus.core.clock import now
from areopagus.core.jobs.worker import work_once
from areopagus.notifications import tasks, wishes
from areopagus.notifications.models import Notice
from areopagus.notifications.options import BY_MAIL
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db

TWO = ["max@example.org", "nina@example.org"]


@pytest.fixture(autouse=True)
def _known_address() -> object:
    with override_settings(
        SITE_URL="https://board.example", DEFAULT_FROM_EMAIL="board@board.example"
    ):
        yield


def tell(post: Post) -> list[str]:
    """Runs the jobs of one post; to whom mails went."""
    mail.outbox.clear()
    tasks.tell_of.func([post.pk])
    for pk in Notice.objects.filter(post=post).values_list("pk", flat=True):
        tasks.send.func(pk)
    return sorted(message.to[0] for message in mail.outbox)


def here(actor: Actor) -> None:
    User.objects.filter(pk=actor.member_id).update(last_seen_at=now())


def test_whoever_subscribed_is_told_and_the_writer_is_not(cast: Cast, topic: Topic) -> None:
    for actor in (cast.max, cast.nina, cast.ada):
        actions.subscribe_to_topic(actor, topic)
        here(actor)
    post = factories.make_post(cast.ada, topic, "Answer.")
    assert tell(post) == ["max@example.org", "nina@example.org"]
    assert tell(post) == [], "once"


def test_whoever_is_mentioned_or_quoted_is_told(cast: Cast, topic: Topic) -> None:
    first = Post.objects.get(topic=topic)
    assert first.author_id == cast.max.member_id
    quoting = f"[quote=Max post={first.pk}]Words.[/quote] Yes, @Nina."
    assert tell(factories.make_post(cast.ada, topic, quoting)) == TWO
    quoted, mentioned = (str(message.body) for message in mail.outbox)
    assert "Ada has quoted you in" in quoted and "Ada has mentioned you in" in mentioned
    again = factories.make_post(cast.ada, topic, "@Nina again.")
    assert tell(again) == [], "not before they were here again"
    here(cast.nina)
    wishes.change(cast.nina.member_id, {"mention": {"mail": ""}})
    assert tell(factories.make_post(cast.ada, topic, "@Nina, and again.")) == []


def test_what_one_may_not_read_names_nobody(cast: Cast, secret_topic: Topic) -> None:
    assert tell(factories.make_post(cast.ada, secret_topic, "@Nina and @Ada.")) == []


def test_an_edit_that_names_somebody_tells_them_once(cast: Cast, topic: Topic) -> None:
    post = factories.make_post(cast.ada, topic, "Nobody.")
    assert tell(post) == []
    for source in ("@Nina!", "@Nina, once more."):
        Post.objects.filter(pk=post.pk).update(source=source)
        tasks.tell_of_edit.func(post.pk)
        here(cast.nina)
    assert Notice.objects.filter(post=post, kind="mention").count() == 1
    Notice.objects.all().delete()
    Post.objects.filter(pk=post.pk).update(posted_at=now() - timedelta(days=8))
    tasks.tell_of_edit.func(post.pk)
    assert not Notice.objects.exists(), "old"


def test_a_post_calls_out_to_few(cast: Cast, topic: Topic) -> None:
    people = [factories.make_member(f"P{n}") for n in range(12)]
    names = " ".join(f"@{user.name}" for user in people)
    assert len(tell(factories.make_post(cast.ada, topic, names))) == 10


def test_the_link_in_such_a_mail_ends_them(client: Client, cast: Cast, topic: Topic) -> None:
    tell(factories.make_post(cast.ada, topic, "@Nina."))
    found = re.search(r"https://board.example(/unsubscribe/\S+)", str(mail.outbox[0].body))
    assert found
    assert "mails about this: somebody mentions me?" in client.get(found[1]).text
    assert "gets no more mails about this: somebody mentions me." in client.post(found[1]).text
    assert wishes.said_by([cast.nina.member_id]) == {cast.nina.member_id: {"mention": {"mail": ""}}}


def test_no_second_mail_before_they_were_here_again(cast: Cast, topic: Topic) -> None:
    actions.subscribe_to_topic(cast.max, topic)
    here(cast.max)
    assert tell(factories.make_post(cast.ada, topic, "One.")) == ["max@example.org"]
    assert tell(factories.make_post(cast.ada, topic, "Two.")) == []
    here(cast.max)
    assert tell(factories.make_post(cast.ada, topic, "Three.")) == ["max@example.org"]


def test_new_topics_are_told_to_whoever_subscribed_to_the_forum(cast: Cast, places: Places) -> None:
    actions.subscribe_to_forum(cast.max, places.missions)
    topic = factories.make_topic(cast.ada, places.missions, "A new one")
    assert topic.first_post and tell(topic.first_post) == ["max@example.org"]
    assert "begun the topic “A new one” in Missions" in str(mail.outbox[0].body)
    assert tell(factories.make_post(cast.ada, topic, "More.")) == [], (
        "the forum's subscribers hear of topics"
    )


def test_nobody_is_told_of_what_they_may_not_read(cast: Cast, secret_topic: Topic) -> None:
    for actor in (cast.max, cast.mona):
        TopicSubscription.objects.create(user_id=actor.user_id, topic=secret_topic)
        here(actor)
    assert tell(factories.make_post(cast.ada, secret_topic, "Ssh.")) == ["mona@example.org"]


@pytest.mark.parametrize("state", ["banned_at", "dormant_at", "quarantined_at"])
def test_who_is_not_here_is_not_written_to(cast: Cast, topic: Topic, state: str) -> None:
    actions.subscribe_to_topic(cast.max, topic)
    User.objects.filter(pk=cast.max.member_id).update(last_seen_at=now(), **{state: now()})
    assert tell(factories.make_post(cast.ada, topic, "Answer.")) == []


def test_what_changes_in_between_counts(cast: Cast, topic: Topic) -> None:
    for actor in (cast.max, cast.nina):
        actions.subscribe_to_topic(actor, topic)
        here(actor)
    post = factories.make_post(cast.ada, topic, "Answer.")
    tasks.tell_of.func([post.pk])
    actions.unsubscribe_from_topic(cast.max, topic)
    Post.objects.filter(pk=post.pk).update(removed_at=now())
    for pk in Notice.objects.values_list("pk", flat=True):
        tasks.send.func(pk)
    assert not mail.outbox
    assert not Notice.objects.filter(ended_at=None).exists()


def test_a_mail_that_failed_is_sent_later_and_only_once(
    cast: Cast, topic: Topic, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.subscribe_to_topic(cast.max, topic)
    here(cast.max)
    post = factories.make_post(cast.ada, topic, "Answer.")
    tasks.tell_of.func([post.pk])
    notice = Notice.objects.get()

    def fails(*_: object, **__: object) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.message.EmailMessage.send", fails)
        with pytest.raises(ConnectionRefusedError):
            tasks.send.func(notice.pk)
    notice.refresh_from_db()
    assert notice.sent_at is None and notice.ended_at is None
    tasks.send.func(notice.pk)
    tasks.send.func(notice.pk)
    assert len(mail.outbox) == 1


def test_the_letter_keeps_to_the_standards(cast: Cast, topic: Topic) -> None:
    actions.subscribe_to_topic(cast.max, topic)
    User.objects.filter(pk=cast.max.member_id).update(last_seen_at=now(), notify_with_text=True)
    post = factories.make_post(cast.ada, topic, "See [url=/topics/1/]this[/url] <b>& that</b>.")
    Topic.objects.filter(pk=topic.pk).update(title='Quotes "and" <tags>\r\nBcc: all@example.org')
    assert tell(post) == ["max@example.org"]
    whole = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=modern)
    assert whole["Message-ID"] == f"<post.{post.pk}@board.example>"
    assert whole["References"] == whole["In-Reply-To"] == f"<topic.{topic.pk}@board.example>"
    assert whole["List-Id"] == f"<forum-{topic.forum_id}.board.example>"
    assert whole["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert whole["Auto-Submitted"] == "auto-generated" and whole["Bcc"] is None
    assert whole["Subject"].endswith('Re: Quotes "and" <tags> Bcc: all@example.org')
    plain, html = (part.get_content() for part in whole.iter_parts())
    assert 'answered in “Quotes "and" <tags>' in plain and "<b>& that</b>" in plain
    assert "&lt;tags&gt;" in html and "<tags>" not in html
    assert "https://board.example/posts/" in plain and "img" not in html


def test_the_words_of_the_post_only_for_who_wants_them(cast: Cast, topic: Topic) -> None:
    actions.subscribe_to_topic(cast.max, topic)
    here(cast.max)
    tell(factories.make_post(cast.ada, topic, "A secret of mine."))
    assert "secret" not in mail.outbox[0].message().as_string()


def test_one_click_ends_it(client: Client, cast: Cast, topic: Topic) -> None:
    actions.subscribe_to_topic(cast.max, topic)
    here(cast.max)
    tell(factories.make_post(cast.ada, topic, "Answer."))
    link = re.search(r"https://board\.example(/unsubscribe/\S+)", str(mail.outbox[0].body))
    assert link
    page = client.get(link[1])
    assert "shall there be no more mails" in page.text and TopicSubscription.objects.exists()
    strict = Client(enforce_csrf_checks=True)
    assert "gets no more mails" in strict.post(link[1], {"List-Unsubscribe": "One-Click"}).text
    assert TopicSubscription.objects.get().level == Level.FOLLOWED, "the board still tells them"
    assert strict.post(link[1]).status_code == 200
    for made_up in ("x", "a:b:c", link[1].split("/")[2][:-2]):
        assert client.get(f"/unsubscribe/{made_up}/").status_code == 404


def test_the_forums_link_ends_the_forums_mails(client: Client, cast: Cast, places: Places) -> None:
    actions.subscribe_to_forum(cast.max, places.missions)
    topic = factories.make_topic(cast.ada, places.missions, "A new one")
    assert topic.first_post
    tell(topic.first_post)
    link = re.search(r"https://board\.example(/unsubscribe/\S+)", str(mail.outbox[0].body))
    assert link and "forum" in client.get(link[1]).text
    client.post(link[1])
    assert ForumSubscription.objects.get().level == Level.FOLLOWED


def test_switched_off_or_without_an_address_nobody_is_told(cast: Cast, topic: Topic) -> None:
    actions.subscribe_to_topic(cast.max, topic)
    here(cast.max)
    post = factories.make_post(cast.ada, topic, "Answer.")
    with override_settings(SITE_URL=""):
        assert tell(post) == []
    BY_MAIL.set(False)
    assert tell(post) == []


@pytest.mark.django_db(transaction=True)
def test_from_the_reply_to_the_mail(client: Client, cast: Cast, places: Places) -> None:
    topic = factories.make_topic(cast.max, places.missions, "Who lands first?")
    actions.subscribe_to_topic(cast.max, topic)
    here(cast.max)
    client.force_login(user_of(cast.ada))
    factories.make_post(cast.ada, topic, "We do.")
    mail.outbox.clear()
    while work_once("test"):
        pass
    assert [message.to for message in mail.outbox] == [["max@example.org"]]


def test_old_notices_are_forgotten(cast: Cast, topic: Topic) -> None:
    post = topic.first_post
    assert post
    Notice.objects.create(user=user_of(cast.max), post=post, made_at=now() - timedelta(days=70))
    Notice.objects.create(user=user_of(cast.nina), post=post, made_at=now())
    tasks.forget_old_notices.func()
    assert Notice.objects.get().user_id == cast.nina.user_id


def test_the_same_number_of_queries_for_any_number_of_subscribers(
    cast: Cast, topic: Topic, django_assert_max_num_queries: object
) -> None:
    for number in range(30):
        member = factories.make_member(f"Member {number}", last_seen_at=now())
        TopicSubscription.objects.create(user=member, topic=topic)
    post = factories.make_post(cast.ada, topic, "Answer.")
    from areopagus.notifications.telling import make_notices

    with django_assert_max_num_queries(14):  # type: ignore[operator]
        assert len(make_notices(Post.objects.select_related("topic").get(pk=post.pk))) == 30
