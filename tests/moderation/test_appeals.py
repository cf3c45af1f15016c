"""What members read about themselves, and what comes of their appeals."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Group, User
from areopagus.administration.actions import many, members
from areopagus.boards import actions as boards
from areopagus.boards import deeds
from areopagus.boards.models import Post, Topic
from areopagus.core.clock import now
from areopagus.core.jobs.worker import work_once
from areopagus.core.ledger import recording
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import NotFound, Refused
from areopagus.moderation import options
from areopagus.moderation.actions import undo
from areopagus.moderation.actions.appeals import answer, appeal
from areopagus.moderation.actions.standing import silence, warn
from areopagus.moderation.models import Appeal
from areopagus.moderation.pages.decisions import decisions_page
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db
DECISIONS = "/settings/decisions/"
Outcome = Appeal.Outcome


@pytest.fixture
def removed(cast: Cast, topic: Topic) -> Post:
    post = factories.make_post(cast.max, topic)
    boards.remove_posts(cast.mona, [post.pk], "Off topic.")
    return post


def latest() -> Batch:
    return Batch.objects.order_by("-pk")[0]


def test_the_author_reads_what_when_and_why_and_not_who(cast: Cast, removed: Post) -> None:
    client = Client()
    client.force_login(user_of(cast.max))
    text = client.get(DECISIONS).content.decode()
    assert "What you wrote was removed." in text
    assert "Off topic." in text
    assert f"Post #{removed.number} in “{removed.topic.title}”" in text
    assert "Mona" not in text
    options.NAMES_MODERATORS.set(True)
    assert "Mona" in client.get(DECISIONS).content.decode()


def test_what_was_taken_back_and_then_done_again_stands(cast: Cast, removed: Post) -> None:
    def is_taken_back() -> bool:
        return decisions_page(cast.max).decisions[0].taken_back_at is not None

    undo(cast.mona, latest().pk)
    assert is_taken_back()
    undo(cast.mona, latest().pk)
    assert not is_taken_back()


def test_nobody_reads_what_was_decided_about_others(cast: Cast, removed: Post) -> None:
    assert not decisions_page(cast.nina).decisions
    with pytest.raises(NotFound):
        appeal(cast.nina, latest().pk, "Why?")
    assert Post.objects.filter(pk=removed.pk, removed_at__isnull=False).exists()


def test_whose_topic_it_was_reads_that_it_was_moved_merged_or_split(
    cast: Cast, places: Places, topic: Topic
) -> None:
    """Max has begun it; Nina answers in it, which she need not be told of."""

    def told(actor: Actor) -> list[str]:
        return [decision.what for decision in decisions_page(actor).decisions]

    aside = factories.make_post(cast.nina, topic)
    boards.split_posts(cast.mona, [aside.pk], "Aside", topic.forum_id)
    split = deeds.POSTS_SPLIT.tells
    assert told(cast.max) == told(cast.nina) == [split]
    factories.make_post(cast.nina, topic)
    other = factories.make_topic(cast.ada, places.missions, "Phobos first?")
    boards.merge_topics(cast.mona, [topic.pk], other.pk)
    assert told(cast.max) == [deeds.TOPICS_MERGED.tells, split]
    assert told(cast.nina) == [split]
    boards.move_topics(cast.ada, [Topic.objects.get(title="Aside").pk], places.archive.pk)
    assert told(cast.max) == [deeds.TOPICS_MERGED.tells, split]
    assert told(cast.nina) == [deeds.TOPICS_MOVED.tells, split]


def test_whose_post_it_was_reads_that_it_is_there_again(cast: Cast, removed: Post) -> None:
    boards.restore_posts(cast.ada, [removed.pk], "It was on topic.")
    newest = decisions_page(cast.max).decisions[0]
    assert newest.what == deeds.POSTS_RESTORED.tells
    assert newest.batch.reason == "It was on topic."


def test_a_rule_is_named(cast: Cast) -> None:
    with recording.batch(recording.Rule("Links in first posts"), deeds.POSTS_REMOVED) as deed:
        deed.change(user_of(cast.max), location="Mars")
        deed.concerns(member=[cast.max.member_id])
    assert decisions_page(cast.max).decisions[0].who == "the rule “Links in first posts”"


def test_a_hidden_forum_is_not_named(cast: Cast, removed: Post) -> None:
    factories.forbid(removed.topic.forum, Group.Role.MEMBERS, may_read=False)
    cast.max.memo.clear()
    assert not decisions_page(cast.max).decisions[0].things


def test_a_page_costs_the_same_however_many(
    cast: Cast, topic: Topic, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(12):
        boards.remove_posts(cast.mona, [factories.make_post(cast.max, topic).pk], "Off topic.")
        warn(cast.ada, cast.max.member_id, "Be kind.", points=0)
    with django_assert_max_num_queries(10):
        assert len(decisions_page(cast.max).decisions) == 20
    with pytest.raises(NotFound):
        decisions_page(cast.max, 3)


def test_one_appeal_for_each_decision(cast: Cast, removed: Post) -> None:
    with pytest.raises(Refused, match="in a few words"):
        appeal(cast.max, latest().pk, "  ")
    appeal(cast.max, latest().pk, "It was on topic.")
    with pytest.raises(Refused, match="already"):
        appeal(cast.max, latest().pk, "Really.")
    assert Appeal.objects.count() == 1


def test_taking_back_undoes_the_deed_and_tells_the_member(
    cast: Cast, removed: Post, settings: Settings
) -> None:
    settings.SITE_URL = "https://example.org"
    client = Client()
    client.force_login(user_of(cast.max))
    sent = client.post(f"{DECISIONS}{latest().pk}/", {"text": "It was on topic."})
    assert sent.status_code == 302
    asked = Appeal.objects.get()
    client.force_login(user_of(cast.mona))
    queue = client.get("/moderation/appeals/").content.decode()
    assert "Your own decision" in queue
    said = {"outcome": "undone", "text": "You are right, sorry."}
    assert client.post(asked.url, said).status_code == 302
    removed.refresh_from_db()
    assert removed.removed_at is None
    while work_once("test"):
        pass
    assert "You are right, sorry." in mail.outbox[-1].body
    client.force_login(user_of(cast.max))
    text = client.get(DECISIONS).content.decode()
    assert "The decision is taken back" in text
    assert "You are right, sorry." in text


def test_upholding_changes_nothing_but_the_appeal(cast: Cast, removed: Post) -> None:
    asked = appeal(cast.max, latest().pk, "It was on topic.")
    answer(cast.ada, asked.pk, Outcome.UPHELD, "It was not.")
    removed.refresh_from_db()
    assert removed.removed_at is not None
    with pytest.raises(Refused, match="Ada has answered"):
        answer(cast.mona, asked.pk, Outcome.UNDONE, "It was.")


def test_what_was_done_to_many_is_taken_back_for_who_asks(cast: Cast) -> None:
    many.ban_many(cast.ada, [cast.max.member_id, cast.nina.member_id], "Enough.")
    asked = appeal(cast.max, latest().pk, "Not me.")
    answer(cast.ada, asked.pk, Outcome.UNDONE, "Not you.")
    assert not User.objects.get(pk=cast.max.member_id).is_banned
    assert User.objects.get(pk=cast.nina.member_id).is_banned
    assert decisions_page(cast.max).decisions[0].taken_back_at is not None


def test_what_stands_in_the_way_is_said_and_nothing_is_answered(cast: Cast) -> None:
    silence(cast.ada, cast.max.member_id, "Rude.")
    asked = appeal(cast.max, latest().pk, "I was not.")
    silence(cast.ada, cast.max.member_id, "Rude again.")
    with pytest.raises(Refused, match="has been changed since"):
        answer(cast.ada, asked.pk, Outcome.UNDONE, "Sorry.")
    assert Appeal.objects.get().answered_at is None


@pytest.mark.parametrize("state", ["banned", "quarantined"])
def test_whoever_is_shut_out_reads_why_and_appeals(cast: Cast, topic: Topic, state: str) -> None:
    members.ban(cast.ada, cast.max.member_id, "You sold rockets.")
    if state == "quarantined":
        User.objects.filter(pk=cast.max.member_id).update(banned_at=None, quarantined_at=now())
    client = Client()
    client.force_login(User.objects.get(pk=cast.max.member_id))
    shut = client.get("/")
    assert shut.status_code == 403
    assert DECISIONS in shut.content.decode()
    assert "You sold rockets." in client.get(DECISIONS).content.decode()
    assert client.get(topic.url).status_code == 403
    assert client.get("/settings/profile/").status_code == 403
    sent = client.post(f"{DECISIONS}{latest().pk}/", {"text": "I gave them away."})
    assert sent.status_code == 302
    assert Appeal.objects.get().text == "I gave them away."


def test_moderators_answer_only_what_they_could_take_back(cast: Cast) -> None:
    silence(cast.ada, cast.max.member_id, "Rude.")
    asked = appeal(cast.max, latest().pk, "I was not.")
    with pytest.raises(Refused, match="An administrator did this"):
        answer(cast.mona, asked.pk, Outcome.UPHELD, "You were.")
    members.ban(cast.mona, cast.nina.member_id, "Spam.")
    hers = appeal(cast.nina, latest().pk, "No spam.")
    cast.mona.group.may_ban_members = False
    with pytest.raises(NotFound):
        answer(cast.mona, hers.pk, Outcome.UPHELD, "It was.")
    cast.mona.group.may_ban_members = True
    answer(cast.mona, hers.pk, Outcome.UPHELD, "It was.")


def test_what_was_taken_back_cannot_be_appealed(cast: Cast, removed: Post) -> None:
    batch = latest()
    undo(cast.mona, batch.pk)
    with pytest.raises(Refused, match="taken back"):
        appeal(cast.max, batch.pk, "Why?")
    assert removed.pk
