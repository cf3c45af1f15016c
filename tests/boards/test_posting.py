"""Starting topics and replying: what is written, what is counted, what is refused."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.boards import actions, events, options
from areopagus.boards.actions import Draft
from areopagus.boards.models import Forum, Level, Post, Topic, TopicSubscription
from areopagus.core.clock import now
from areopagus.core.events import listens_to
from areopagus.core.verdict import Refused, TooSoon
from tests import factories
from tests.conftest import Cast, Places, user_of


def test_a_new_topic_has_its_first_post_and_is_counted(cast: Cast, places: Places) -> None:
    topic = actions.start_topic(cast.max, places.missions, Draft(title="Ares", source="Go."))

    topic.refresh_from_db()
    post = Post.objects.get()
    forum = Forum.objects.get(pk=places.missions.pk)
    assert (topic.title, topic.post_count, topic.last_number) == ("Ares", 1, 1)
    assert (topic.first_post, topic.last_post, forum.last_post) == (post, post, post)
    assert (forum.topic_count, forum.post_count) == (1, 1)
    assert User.objects.get(name="Max").post_count == 1
    assert (post.number, post.author_name, post.source) == (1, "Max", "Go.")
    assert "Go." in post.html


def test_a_reply_takes_the_next_number(cast: Cast, topic: Topic) -> None:
    post = factories.make_post(cast.nina, topic)
    topic.refresh_from_db()
    assert post.number == 2
    assert (topic.post_count, topic.last_number, topic.last_post) == (2, 2, post)


def test_numbers_are_not_given_again_after_a_post_was_removed(cast: Cast, topic: Topic) -> None:
    second = factories.make_post(cast.max, topic)
    actions.delete_post(factories.patient(cast.max), second)
    assert factories.make_post(cast.max, topic).number == 3


def test_a_locked_topic_takes_replies_from_moderators_only(cast: Cast, topic: Topic) -> None:
    Topic.objects.update(locked_at=now())
    with pytest.raises(Refused, match="locked"):
        factories.make_post(cast.max, topic)
    assert factories.make_post(cast.mona, topic).number == 2


def test_a_read_only_forum_takes_nothing_from_members(cast: Cast, places: Places) -> None:
    with pytest.raises(Refused, match="may not start topics"):
        actions.start_topic(cast.max, places.archive, Draft(title="Old", source="News."))
    assert not Topic.objects.exists()


def test_a_link_forum_takes_nothing_from_anybody(cast: Cast, places: Places) -> None:
    with pytest.raises(Refused, match="another address"):
        actions.start_topic(cast.ada, places.elsewhere, Draft(title="Hm", source="Hm."))


def test_the_same_form_sent_twice_makes_one_post(cast: Cast, topic: Topic) -> None:
    draft = Draft(source="Once.", submission=uuid.uuid4())
    max_ = factories.patient(cast.max)
    assert actions.reply(max_, topic, draft) == actions.reply(max_, topic, draft)
    topic.refresh_from_db()
    assert topic.post_count == 2


def test_the_same_form_sent_twice_starts_one_topic(cast: Cast, places: Places) -> None:
    draft = Draft(title="Once", source="Only.", submission=uuid.uuid4())
    first = actions.start_topic(cast.max, places.missions, draft)
    assert actions.start_topic(cast.max, places.missions, draft) == first


def test_the_key_of_somebody_elses_form_publishes_nothing_of_theirs(
    cast: Cast, topic: Topic
) -> None:
    draft = Draft(source="Mine.", submission=uuid.uuid4())
    actions.reply(factories.patient(cast.max), topic, draft)
    with pytest.raises(Exception, match=r"(?i)unique"):
        actions.reply(cast.mona, topic, draft)


def test_a_member_waits_between_two_posts(cast: Cast, topic: Topic) -> None:
    start = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        actions.reply(cast.nina, topic, Draft(source="First."))
        clock.shift(59)
        with pytest.raises(TooSoon) as refusal:
            actions.reply(cast.nina, topic, Draft(source="Second."))
        assert refusal.value.seconds == 2
        clock.shift(2)
        assert actions.reply(cast.nina, topic, Draft(source="Second.")).number == 3


def test_a_guest_waits_by_address(cast: Cast, topic: Topic) -> None:
    guest = _writing_guest(cast)
    actions.reply(guest, topic, _guest_draft("One."))
    with pytest.raises(TooSoon):
        actions.reply(guest, topic, _guest_draft("Two."))
    elsewhere = replace(guest, address="198.51.100.9")
    assert actions.reply(elsewhere, topic, _guest_draft("Three.")).number == 3


def test_a_guest_gives_a_name_that_is_nobodys(cast: Cast, topic: Topic) -> None:
    guest = _writing_guest(cast)
    with pytest.raises(Refused, match="belongs to a member"):
        actions.reply(guest, topic, replace(_guest_draft("Hi."), guest_name="mаx"))  # Cyrillic а.
    with pytest.raises(Refused, match="2 to 25"):
        actions.reply(guest, topic, replace(_guest_draft("Hi."), guest_name=" "))
    with pytest.raises(Refused, match="mail address"):
        actions.reply(guest, topic, replace(_guest_draft("Hi."), guest_mail=""))
    post = actions.reply(guest, topic, _guest_draft("Hi."))
    assert (post.author, post.author_name, post.author_mail) == (
        None,
        "Passer-by",
        "passer@example.org",
    )


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("", "some words"),
        (" \n\t ", "some words"),
        ("[b][/b]", "empty tags"),
        ("x" * 60_001, "60,000 characters"),
    ],
)
def test_a_post_needs_words_but_not_too_many(
    cast: Cast, topic: Topic, source: str, reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        actions.reply(factories.patient(cast.max), topic, Draft(source=source))
    assert Post.objects.count() == 1


def test_a_topic_needs_a_title_of_bearable_length(cast: Cast, places: Places) -> None:
    with pytest.raises(Refused, match="needs a title"):
        actions.start_topic(cast.max, places.missions, Draft(title="  ", source="Words."))
    with pytest.raises(Refused, match="70 characters; this one has 71"):
        actions.start_topic(cast.max, places.missions, Draft(title="x" * 71, source="Words."))


def test_a_group_without_links_may_not_post_any(cast: Cast, topic: Topic) -> None:
    nina = factories.patient(cast.nina)
    nina.group.may_post_links = False
    with pytest.raises(Refused, match="links"):
        actions.reply(nina, topic, Draft(source="See https://example.org/"))
    assert actions.reply(nina, topic, Draft(source="No link.")).number == 2


def test_a_newcomer_is_promoted_by_their_fifth_post(cast: Cast, topic: Topic) -> None:
    for count in range(5):
        assert user_of(factories.patient(cast.nina)).group.role == "newcomers", count
        factories.make_post(cast.nina, topic)
    assert user_of(factories.patient(cast.nina)).group.role == "members"


def test_subscribing_with_a_reply_subscribes_once(cast: Cast, topic: Topic) -> None:
    for _ in range(2):
        actions.reply(factories.patient(cast.max), topic, Draft(source="Tell me.", subscribe=True))
    assert TopicSubscription.objects.get().user == cast.max.user
    actions.subscribe_to_topic(cast.max, topic, Level.MUTED)
    actions.reply(factories.patient(cast.max), topic, Draft(source="Again.", subscribe=True))
    assert TopicSubscription.objects.get().level == Level.MUTED, "what was said before holds"


@pytest.mark.parametrize(
    ("said", "label", "level"),
    [
        (User.WhenWriting.NOTHING, "Tell me about answers", Level.WATCHED),
        (User.WhenWriting.FOLLOW, "Follow this topic quietly", Level.FOLLOWED),
        (User.WhenWriting.WATCH, "Tell me about answers", Level.WATCHED),
    ],
)
def test_how_closely_is_each_members_choice(
    cast: Cast, topic: Topic, said: int, label: str, level: Level
) -> None:
    client = Client()
    client.force_login(user_of(cast.max))
    wish = {"mail_privacy": "1", "level_when_writing": str(said)}
    assert client.post("/settings/privacy/", wish).status_code == 302
    box = re.search(r'<input[^>]*name="subscribe"[^>]*>', client.get(topic.url).text)
    assert box is not None and ("checked" in box[0]) == (said > 1)
    assert label in client.get(topic.url).text
    max_ = factories.patient(cast.max)
    actions.reply(max_, topic, Draft(source="Tell me.", subscribe=True))
    assert TopicSubscription.objects.get().level == level


def test_a_post_is_announced_after_it_was_committed(
    cast: Cast,
    topic: Topic,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    heard: list[events.PostPublished] = []
    listens_to(events.PostPublished)(heard.append)
    with django_capture_on_commit_callbacks(execute=True):
        post = factories.make_post(cast.max, topic)
        assert not heard
    assert heard == [events.PostPublished(post.pk, topic.pk, topic.forum_id)]


def _writing_guest(cast: Cast) -> Actor:
    group = cast.guest.group
    group.may_reply = True
    options.GUEST_MAIL_REQUIRED.set(True)
    return replace(cast.guest, group=group, memo={})


def _guest_draft(source: str) -> Draft:
    return Draft(source=source, guest_name="Passer-by", guest_mail="passer@example.org")
