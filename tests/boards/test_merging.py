"""Merging, splitting and moving posts: the order of time, the numbers, the permalinks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from areopagus.boards import actions
from areopagus.boards.models import Departure, Post, Topic, TopicSubscription
from areopagus.core.ledger import undoing
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import Refused
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db


def numbers(topic: Topic) -> dict[int, int]:
    """Number to id of post."""
    return dict(topic.posts.values_list("number", "pk"))


def told_at(topic: Topic, *minutes: int) -> list[int]:
    """Dates the topic's posts so many minutes after its start; their ids in the order of numbers."""
    ids = list(topic.posts.order_by("number").values_list("pk", flat=True))
    for pk, minute in zip(ids, minutes, strict=True):
        at = topic.started_at + timedelta(minutes=minute)
        Post.objects.filter(pk=pk).update(posted_at=at)
    return ids


@pytest.fixture
def twins(cast: Cast, places: Places) -> tuple[Topic, Topic]:
    one = factories.make_topic(cast.max, places.missions, "Landing", posts=3)
    other = factories.make_topic(cast.nina, places.missions, "Landing?", posts=2)
    other.started_at = one.started_at
    return one, other


def last_batch() -> Batch:
    return Batch.objects.order_by("-pk")[0]


def test_merged_posts_stand_in_the_order_of_time(
    client: Client, cast: Cast, twins: tuple[Topic, Topic]
) -> None:
    one, other = twins
    a, b, c = told_at(one, 0, 10, 30)
    x, y = told_at(other, 5, 20)
    deed = actions.merge_topics(cast.mona, [other.pk], one.pk)
    assert numbers(one) == {1: a, 2: x, 3: b, 4: y, 5: c}
    assert "2 posts that stood there get another number; the links to them stay true." in deed.notes
    one.refresh_from_db()
    assert (one.post_count, one.last_number, one.last_post_id) == (5, 5, c)
    for pk in (a, b, c, x, y):
        assert f"#p{pk}" in client.get(f"/posts/{pk}/").headers["Location"]
        assert f'id="p{pk}"' in client.get(f"/posts/{pk}/", follow=True).content.decode()


def test_posts_before_the_newcomers_keep_their_numbers(
    cast: Cast, twins: tuple[Topic, Topic]
) -> None:
    one, other = twins
    a, b, c = told_at(one, 0, 10, 30)
    x, y = told_at(other, 40, 50)
    deed = actions.merge_topics(cast.mona, [other.pk], one.pk)
    assert numbers(one) == {1: a, 2: b, 3: c, 4: x, 5: y}
    assert "No post that stood there changes its number." in deed.notes


def test_the_address_of_a_merged_topic_leads_on(
    client: Client, cast: Cast, places: Places, twins: tuple[Topic, Topic]
) -> None:
    one, other = twins
    old = other.url
    actions.merge_topics(cast.mona, [other.pk], one.pk)
    assert client.get(old, follow=True).redirect_chain[-1][0] == one.url
    page = client.get(places.missions.url).content.decode()
    assert "Moved" not in page and old not in page

    undoing.undo(cast.mona, last_batch().pk)
    actions.merge_topics(cast.mona, [other.pk], one.pk, leave_stubs=True)
    assert "Moved" in client.get(places.missions.url).content.decode()


def test_whoever_wrote_first_has_started_the_merged_topic(
    cast: Cast, twins: tuple[Topic, Topic]
) -> None:
    one, other = twins
    told_at(one, 7, 10, 30)
    told_at(other, 5, 20)
    actions.merge_topics(cast.mona, [one.pk, other.pk], one.pk)
    one.refresh_from_db()
    assert (one.author_name, one.title) == ("Nina", "Landing")
    undoing.undo(cast.mona, last_batch().pk)
    one.refresh_from_db()
    assert one.author_name == "Max"


def test_a_link_to_where_a_topic_went_is_not_watched(
    cast: Cast, client: Client, twins: tuple[Topic, Topic]
) -> None:
    one, other = twins
    for topic in twins:
        actions.subscribe_to_topic(cast.max, topic)
    actions.merge_topics(cast.mona, [other.pk], one.pk, leave_stubs=True)
    client.force_login(user_of(cast.max))
    page = client.get("/subscriptions/").text
    assert one.title in page and other.title not in page


def test_subscriptions_are_united(cast: Cast, twins: tuple[Topic, Topic]) -> None:
    one, other = twins
    for topic, people in ((one, [cast.max]), (other, [cast.max, cast.dora])):
        for actor in people:
            TopicSubscription.objects.create(user=user_of(actor), topic=topic)
    actions.merge_topics(cast.mona, [other.pk], one.pk)
    assert set(one.subscriptions.values_list("user__name", flat=True)) == {"Max", "Dora"}


def test_what_cannot_be_merged(cast: Cast, twins: tuple[Topic, Topic]) -> None:
    one, other = twins
    with pytest.raises(Refused, match="cannot be merged into itself"):
        actions.merge_topics(cast.mona, [one.pk], one.pk)
    actions.remove_topics(cast.mona, [other.pk])
    with pytest.raises(Refused, match="“Landing\\?” is removed; restore it first"):
        actions.merge_topics(cast.mona, [other.pk], one.pk)


def test_what_was_written_after_a_merge_stays_when_it_is_undone(
    cast: Cast, twins: tuple[Topic, Topic]
) -> None:
    one, other = twins
    before, theirs = numbers(one), numbers(other)
    told_at(one, 0, 10, 30)
    told_at(other, 5, 20)
    actions.merge_topics(cast.mona, [other.pk], one.pk)
    one.refresh_from_db()
    later = factories.make_post(cast.max, one, "Afterwards.")
    assert later.number == 6
    undoing.undo(cast.mona, last_batch().pk)
    assert numbers(one) == {**before, 4: later.pk}
    assert numbers(other) == theirs


def test_split_posts_leave_their_places(cast: Cast, places: Places) -> None:
    topic = factories.make_topic(cast.max, places.missions, "Landing", posts=5)
    ids = numbers(topic)
    actions.split_posts(cast.mona, [ids[4], ids[2]], "Parachutes", places.subforum.pk)
    apart = Topic.objects.get(title="Parachutes")
    assert numbers(apart) == {1: ids[2], 2: ids[4]}
    assert numbers(topic) == {1: ids[1], 3: ids[3], 5: ids[5]}
    assert (apart.forum_id, apart.author_name, apart.post_count) == (places.subforum.pk, "Max", 2)
    assert last_batch().says == "made a topic “Parachutes” of 2 posts of “Landing”"


def test_a_number_that_was_given_is_not_given_again(cast: Cast, places: Places) -> None:
    topic = factories.make_topic(cast.max, places.missions, "Landing", posts=3)
    ids = numbers(topic)
    actions.split_posts(cast.mona, [ids[3]], "Parachutes", places.missions.pk)
    topic.refresh_from_db()
    assert (topic.last_number, topic.post_count, topic.last_post_id) == (3, 2, ids[2])
    assert factories.make_post(cast.max, topic).number == 4
    undoing.undo(cast.mona, Batch.objects.get(kind="posts.split").pk)
    assert set(numbers(topic)) == {1, 2, 3, 4}
    assert not Departure.objects.exists()


@pytest.mark.parametrize("leave_stubs", [True, False])
def test_no_post_goes_back_into_a_topic_that_was_merged_into_another_since(
    cast: Cast, twins: tuple[Topic, Topic], *, leave_stubs: bool
) -> None:
    one, other = twins
    actions.split_posts(cast.mona, [numbers(one)[2]], "Apart", one.forum_id)
    split = last_batch()
    actions.merge_topics(cast.mona, [one.pk], other.pk, leave_stubs=leave_stubs)
    merged = last_batch()
    with pytest.raises(Refused, match="take back first"):
        undoing.undo(cast.mona, split.pk)
    undoing.undo(cast.mona, merged.pk)
    undoing.undo(cast.mona, split.pk)
    assert sorted(numbers(one)) == [1, 2, 3]


def test_a_topic_made_by_splitting_stays_while_somebody_has_answered_in_it(
    cast: Cast, places: Places
) -> None:
    topic = factories.make_topic(cast.max, places.missions, "Landing", posts=3)
    actions.split_posts(cast.mona, [numbers(topic)[3]], "Parachutes", places.missions.pk)
    split = last_batch()
    answer = factories.make_post(cast.dora, Topic.objects.get(title="Parachutes"))
    with pytest.raises(undoing.Obstructed, match=f"Post {answer.pk} by Dora would lose its place"):
        undoing.undo(cast.mona, split.pk)
    assert Topic.objects.get(title="Parachutes").post_count == 2


def test_posts_moved_into_a_topic_never_come_before_its_first(cast: Cast, places: Places) -> None:
    old = factories.make_topic(cast.max, places.missions, "Old", posts=3)
    new = factories.make_topic(cast.dora, places.missions, "New", posts=2)
    moving, there = numbers(old), numbers(new)
    actions.move_posts(cast.mona, [moving[2], moving[3]], new.pk)
    assert numbers(new) == {1: there[1], 2: moving[2], 3: moving[3], 4: there[2]}
    new.refresh_from_db()
    assert (new.author_name, new.post_count, new.last_post_id) == ("Dora", 4, there[2])
    with pytest.raises(Refused, match="stand in “New” already"):
        actions.move_posts(cast.mona, [moving[2]], new.pk)
