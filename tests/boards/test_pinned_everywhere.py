"""What is pinned in every forum stands above the topics of each, for whoever may read its own."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from areopagus.boards import actions, options, permissions, structure
from areopagus.boards.models import Forum, Topic
from areopagus.boards.pages import forum_page
from areopagus.core.ledger import undoing
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import Refused
from areopagus.moderation import actions as moderation
from areopagus.moderation.plans import plans_for
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db
HEADING = "Pinned in every forum"


def heads(client: Client, forum: Forum) -> bool:
    """Whether the topic stands above those of the forum."""
    return HEADING in client.get(forum.url).content.decode()


def last_batch() -> Batch:
    return Batch.objects.order_by("-pk")[0]


def appoint_everywhere(cast: Cast) -> None:
    for forum in Forum.objects.filter(link=""):
        forum.moderators.get_or_create(user=user_of(cast.mona))
    structure.forget()
    cast.mona.memo.clear()


def test_it_stands_on_the_first_page_of_every_forum_and_on_the_index(
    client: Client, cast: Cast, places: Places, topic: Topic
) -> None:
    options.TOPICS_PER_PAGE.set(3)
    for number in range(4):
        factories.make_topic(cast.max, places.subforum, f"Wheel {number}")
    before = client.get("/").content
    actions.pin_topics_everywhere(cast.ada, [topic.pk], "Read this.")
    assert heads(client, places.archive) and heads(client, places.subforum)
    assert HEADING not in client.get(f"{places.subforum.url}page/2/").content.decode()
    own = client.get(places.missions.url).content.decode()
    assert HEADING not in own and own.count(">Who lands first?</a>") == 1
    assert (
        "Pinned everywhere" in own and "Pinned everywhere" in client.get(topic.url).content.decode()
    )
    assert ">Who lands first?</a>" in client.get("/").content.decode()
    undoing.undo(cast.ada, last_batch().pk)
    assert not heads(client, places.archive)
    assert client.get("/").content == before
    topic.refresh_from_db()
    assert topic.pinned_at is None


def test_whoever_may_not_read_its_forum_sees_nothing_of_it(
    client: Client, cast: Cast, places: Places, secret_topic: Topic
) -> None:
    deed = actions.pin_topics_everywhere(cast.ada, [secret_topic.pk])
    assert any("Who cannot read Staff room" in note for note in deed.notes)
    assert not heads(client, places.missions)
    assert secret_topic.title not in client.get("/").content.decode()
    client.force_login(user_of(cast.ada))
    assert heads(client, places.missions)
    assert secret_topic.title in client.get("/").content.decode()


def test_only_who_moderates_everywhere_pins_and_unpins_everywhere(
    cast: Cast, places: Places, topic: Topic
) -> None:
    with pytest.raises(Refused, match="moderates every forum"):
        actions.pin_topics_everywhere(cast.mona, [topic.pk])
    assert {a.name for a in cast.everybody() if permissions.can_pin_everywhere(a)} == {"Ada"}
    assert "pin-everywhere" not in {plan.name for plan in plans_for(cast.mona, "topic")}
    actions.pin_topics_everywhere(cast.ada, [topic.pk])
    with pytest.raises(Refused, match="moderates every forum"):
        actions.unpin_topics(cast.mona, [topic.pk])
    with pytest.raises(Refused):
        moderation.undo(cast.mona, last_batch().pk)
    topic.refresh_from_db()
    assert topic.pinned_at and topic.pinned_everywhere_at
    appoint_everywhere(cast)
    assert "pin-everywhere" in {plan.name for plan in plans_for(cast.mona, "topic")}
    actions.unpin_topics(cast.mona, [topic.pk])
    topic.refresh_from_db()
    assert topic.pinned_at is None and topic.pinned_everywhere_at is None


def test_whatever_becomes_of_the_topic_every_forum_shows(
    client: Client, cast: Cast, places: Places, topic: Topic
) -> None:
    archive, rovers = places.archive, places.subforum
    other = factories.make_topic(cast.ada, rovers, "Wheels")
    actions.pin_topics_everywhere(cast.ada, [topic.pk])
    assert heads(client, archive)
    actions.remove_topics(cast.ada, [topic.pk])
    assert not heads(client, archive)
    actions.restore_topics(cast.ada, [topic.pk])
    assert heads(client, archive)
    actions.move_topics(cast.ada, [topic.pk], archive.pk, leave_stubs=True)
    assert not heads(client, archive) and heads(client, rovers)
    assert heads(client, places.missions), "its stub there is not pinned"
    actions.merge_topics(cast.ada, [topic.pk], other.pk, leave_stubs=True)
    assert not heads(client, rovers) and not heads(client, archive)
    undoing.undo(cast.ada, last_batch().pk)
    assert heads(client, rovers)
    topic.refresh_from_db()
    first = topic.posts.get(number=1)
    actions.delete_post(factories.patient(cast.max), first)
    assert not heads(client, rovers)


def test_an_undoing_leaves_nothing_pinned_in_other_forums_only(cast: Cast, topic: Topic) -> None:
    actions.pin_topics(cast.mona, [topic.pk])
    pinned = last_batch()
    actions.pin_topics_everywhere(cast.ada, [topic.pk])
    with pytest.raises(Refused, match="but not in its own"):
        undoing.undo(cast.ada, pinned.pk)
    topic.refresh_from_db()
    assert topic.pinned_at


def test_it_costs_no_query(cast: Cast, places: Places, topic: Topic) -> None:
    factories.make_topic(cast.max, places.subforum, "Wheels")

    def asked() -> int:
        forum_page(cast.guest, places.subforum.pk)
        with CaptureQueriesContext(connection) as asked:
            forum_page(cast.guest, places.subforum.pk)
        return len(asked)

    before = asked()
    actions.pin_topics_everywhere(cast.ada, [topic.pk])
    assert asked() == before
