"""What everybody reads of what moderators did."""

from __future__ import annotations

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from areopagus.boards import actions, deeds
from areopagus.boards.models import Topic
from areopagus.core.ledger import recording
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import NotFound
from areopagus.moderation.actions import undo
from areopagus.moderation.actions.standing import add_note, warn
from areopagus.moderation.options import PUBLIC_LOG
from areopagus.moderation.pages import public_log
from areopagus.moderation.pages.public_log import Entry, public_log_page
from tests import factories
from tests.conftest import Cast, Places
from tests.pagecache.front import door_of, knock
from tests.pagecache.reading import one_connection

pytestmark = pytest.mark.django_db
ADDRESS = "/moderation-log/"


@pytest.fixture
def log(db: None) -> None:
    PUBLIC_LOG.set("without names")


def entry_of(cast: Cast) -> Entry:
    (entry,) = public_log_page(cast.guest).entries
    return entry


def latest() -> int:
    return Batch.objects.latest("pk").pk


def test_it_looks_absent_until_it_is_turned_on(client: Client, cast: Cast, topic: Topic) -> None:
    actions.lock_topics(cast.mona, [topic.pk], "It had gone in circles.")
    assert client.get(ADDRESS).status_code == 404
    assert ADDRESS not in client.get("/").content.decode()
    PUBLIC_LOG.set("without names")
    assert f'href="{ADDRESS}"' in client.get("/").content.decode()
    text = client.get(ADDRESS).content.decode()
    assert "A moderator" in text
    assert f'href="{topic.url}"' in text
    assert "It had gone in circles." in text
    assert "Mona" not in text
    PUBLIC_LOG.set("with names")
    assert "Mona" in client.get(ADDRESS).content.decode()


@pytest.mark.usefixtures("log")
def test_each_reads_only_of_forums_they_read(
    cast: Cast, places: Places, topic: Topic, secret_topic: Topic
) -> None:
    actions.lock_topics(cast.ada, [topic.pk, secret_topic.pk], "Both.")
    actions.pin_topics(cast.ada, [secret_topic.pk], "Read this.")
    assert not public_log_page(cast.guest).entries
    assert not public_log_page(cast.max).entries
    assert [e.reason for e in public_log_page(cast.ada).entries] == ["Read this.", "Both."]


@pytest.mark.usefixtures("log")
def test_what_was_moved_out_of_sight_since_is_out_of_sight(
    cast: Cast, places: Places, topic: Topic
) -> None:
    actions.lock_topics(cast.mona, [topic.pk], "Let us talk about Max first.")
    Topic.objects.filter(pk=topic.pk).update(forum=places.staff_room)
    assert not public_log_page(cast.max).entries
    assert public_log_page(cast.ada).entries


@pytest.mark.usefixtures("log")
def test_removed_topics_are_counted_and_not_named(
    client: Client, cast: Cast, places: Places, topic: Topic
) -> None:
    actions.remove_topics(cast.mona, [topic.pk], "Advertising.")
    entry = entry_of(cast)
    assert (entry.topics, entry.more) == ([], 1)
    assert entry.forums == [(places.missions.name, places.missions.url)]
    text = client.get(ADDRESS).content.decode()
    assert topic.title not in text
    assert "Advertising." in text


@pytest.mark.usefixtures("log")
def test_of_many_topics_some_are_named(client: Client, cast: Cast, places: Places) -> None:
    topics = [factories.make_topic(cast.max, places.missions, f"Ship {n}") for n in range(7)]
    actions.lock_topics(cast.mona, [topic.pk for topic in topics])
    text = client.get(ADDRESS).content.decode()
    assert "Ship 4</bdi></a> and 2 more topics" in " ".join(text.split())
    assert "Ship 5" not in text


@pytest.mark.usefixtures("log")
def test_no_word_about_members(cast: Cast, topic: Topic) -> None:
    post = factories.make_post(cast.max, topic)
    warn(cast.mona, cast.max.member_id, "Rude.")
    add_note(cast.mona, cast.max.member_id, "Seems to drink.")
    actions.give_to_ghost(cast.mona, [post.pk], "Somebody", "He asked for it.")
    assert not public_log_page(cast.ada).entries


@pytest.mark.usefixtures("log")
def test_who_wrote_it_is_not_said(client: Client, cast: Cast, topic: Topic) -> None:
    post = factories.make_post(cast.dora, topic)
    actions.remove_posts(cast.mona, [post.pk], "Off topic.")
    text = client.get(ADDRESS).content.decode()
    assert "removed posts from" in text
    assert "Dora" not in text


@pytest.mark.usefixtures("log")
def test_what_was_undone_says_so_until_it_is_done_again(cast: Cast, topic: Topic) -> None:
    actions.lock_topics(cast.mona, [topic.pk])
    assert not entry_of(cast).is_undone
    undo(cast.mona, latest(), "")
    assert entry_of(cast).is_undone
    undo(cast.mona, latest(), "")
    assert not entry_of(cast).is_undone


@pytest.mark.usefixtures("log")
def test_a_rule_is_named(cast: Cast, topic: Topic) -> None:
    with recording.batch(recording.Rule("Links in first posts"), deeds.TOPICS_LOCKED) as deed:
        deed.change(topic, post_count=topic.post_count + 1)
        deed.concerns(topic=[topic.pk], forum=[topic.forum_id])
    assert entry_of(cast).who == "The rule “Links in first posts”"


@pytest.mark.usefixtures("log")
def test_it_has_pages_and_costs_the_same_for_many(
    cast: Cast,
    places: Places,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    monkeypatch.setattr(public_log, "ENTRIES_PER_PAGE", 4)
    for number in range(5):
        topic = factories.make_topic(cast.max, places.missions, f"Ship {number}")
        actions.lock_topics(cast.mona, [topic.pk])
    public_log_page(cast.guest)
    with django_assert_num_queries(5):
        page = public_log_page(cast.guest)
    assert [entry.topics[0][0] for entry in page.entries] == [
        "Ship 4",
        "Ship 3",
        "Ship 2",
        "Ship 1",
    ]
    assert len(public_log_page(cast.guest, 2).entries) == 1
    for number in (0, 3):
        with pytest.raises(NotFound):
            public_log_page(cast.guest, number)


def test_a_kept_page_forgets_what_was_removed_and_the_log_itself(
    transactional_db: None, cast: Cast, topic: Topic
) -> None:
    """Beyond the second that it is kept for: at once."""
    PUBLIC_LOG.set("without names")
    actions.lock_topics(cast.mona, [topic.pk], "Enough.")
    with one_connection():
        door, _ = door_of(WSGIHandler())
        title = topic.title.encode()
        assert title in knock(door, ADDRESS).body
        assert len(door._store) == 1
        actions.remove_topics(cast.mona, [topic.pk], "Spam.")
        assert title not in knock(door, ADDRESS).body
        PUBLIC_LOG.set("off")
        assert knock(door, ADDRESS).status == 404
