"""What is new to a member, exactly; and how it becomes read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.boards import actions, pages, reading_marks
from areopagus.boards.models import Level, Post, ReadMark, Topic
from areopagus.boards.pages.lists import active_topics
from areopagus.boards.pages.unread import first_unread, unread_page
from areopagus.boards.pages.unread_rows import unread_among, unread_forums
from areopagus.core.clock import now
from areopagus.core.verdict import Refused
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _came_yesterday(cast: Cast) -> None:
    User.objects.update(read_before=now() - timedelta(days=1))


def fresh(actor: Actor) -> Actor:
    return factories.patient(actor)


def unread(actor: Actor) -> set[int]:
    return {row.topic_id for row in unread_page(fresh(actor)).topics}


def read(actor: Actor, topic: Topic, number: int) -> None:
    reading_marks.note(actor, topic.pk, number)
    reading_marks.write_now()


def test_what_was_written_is_unread_until_it_was_read(cast: Cast, topic: Topic) -> None:
    assert unread(cast.nina) == {topic.pk}
    read(cast.nina, topic, 1)
    assert unread(cast.nina) == set()
    factories.make_post(cast.max, topic, "More.")
    assert unread(cast.nina) == {topic.pk}


def test_a_mark_never_goes_back(cast: Cast, topic: Topic) -> None:
    factories.make_post(cast.max, topic, "More.")
    read(cast.nina, topic, 2)
    read(cast.nina, topic, 1)
    assert ReadMark.objects.get().number == 2


def test_before_it_is_written_down_the_process_knows(cast: Cast, topic: Topic) -> None:
    reading_marks.note(cast.nina, topic.pk, 1)
    assert reading_marks.marks_of(cast.nina, [topic.pk]) == {topic.pk: 1}
    assert not ReadMark.objects.exists()


def test_lists_and_the_index_show_it(
    client: Client, cast: Cast, places: Places, topic: Topic
) -> None:
    below = factories.make_topic(cast.max, places.subforum, "In Rovers")
    client.force_login(user_of(cast.nina))
    assert client.get("/").text.count('class="dot new"') == 1, "Missions, for itself and for Rovers"
    page = client.get(places.missions.url).text
    assert page.count('class="dot new"') == 2 and f"/topics/{topic.pk}/unread/" in page
    client.get(topic.url)
    client.get(below.url)
    reading_marks.write_now()
    for url in ("/", places.missions.url, "/active/"):
        assert 'class="dot new"' not in client.get(url).text
    assert "You have read everything" in client.get("/unread/").text
    client.force_login(user_of(cast.max))
    assert 'class="dot new"' in client.get(places.missions.url).text, "each reader their own"


def test_guests_have_nothing_new(client: Client, topic: Topic) -> None:
    for url in ("/", topic.forum.url, "/active/"):
        page = client.get(url).text
        assert 'class="dot new"' not in page and "/unread/" not in page
    assert client.get("/unread/").status_code == 403
    client.get(topic.url)
    reading_marks.write_now()
    assert not ReadMark.objects.exists()


def test_only_what_may_be_seen_is_new(cast: Cast, secret_topic: Topic) -> None:
    assert unread(cast.max) == set() and unread(cast.ada) == {secret_topic.pk}
    assert unread_forums(fresh(cast.max)) == frozenset()
    assert unread_forums(fresh(cast.ada)) == {secret_topic.forum_id}


def test_pages_are_read_one_by_one(cast: Cast, places: Places) -> None:
    topic = factories.make_topic(cast.max, places.missions, "Long", posts=30)
    assert pages.topic_page(fresh(cast.nina), topic.pk).read_to == 25
    assert pages.topic_page(fresh(cast.nina), topic.pk, 2).read_to == 30
    read(cast.nina, topic, 25)
    assert unread(cast.nina) == {topic.pk}
    post = Post.objects.get(topic=topic, number=26)
    assert first_unread(fresh(cast.nina), topic.pk).endswith(f"page/2/#p{post.pk}")
    read(cast.nina, topic, 30)
    last = Post.objects.get(topic=topic, number=30)
    assert first_unread(fresh(cast.nina), topic.pk).endswith(f"#p{last.pk}")


def test_the_way_to_the_first_unread_post(
    client: Client, cast: Cast, topic: Topic, secret_topic: Topic
) -> None:
    second = factories.make_post(cast.max, topic, "More.")
    Post.objects.filter(topic=topic, number=1).update(posted_at=now() - timedelta(days=5))
    client.force_login(user_of(cast.nina))
    assert client.get(f"/topics/{topic.pk}/unread/").headers["Location"].endswith(f"#p{second.pk}")
    assert client.get(f"/topics/{secret_topic.pk}/unread/").status_code == 404
    client.logout()
    assert client.get(f"/topics/{topic.pk}/unread/").status_code == 302


def test_everything_counts_as_read_and_not_after_all(
    client: Client, cast: Cast, topic: Topic
) -> None:
    client.force_login(user_of(cast.nina))
    answer = client.post("/unread/read/", follow=True)
    assert unread(cast.nina) == set() and "Undo" in answer.text
    token = actions.read_everything(fresh(cast.max))
    with pytest.raises(Refused, match="somebody else"):
        actions.undo_read_everything(fresh(cast.nina), token)
    actions.undo_read_everything(fresh(cast.max), token)
    assert unread(cast.max) == {topic.pk}
    with pytest.raises(Refused, match="within a minute"):
        actions.undo_read_everything(fresh(cast.max), token + "x")
    with pytest.raises(Refused):
        actions.read_everything(cast.guest)


def test_a_forum_counts_as_read(client: Client, cast: Cast, places: Places, topic: Topic) -> None:
    below = factories.make_topic(cast.max, places.subforum, "In Rovers")
    client.force_login(user_of(cast.nina))
    client.post(f"/forums/{places.missions.pk}/read/")
    assert unread(cast.nina) == {below.pk}
    assert client.post(f"/forums/{places.staff_room.pk}/read/").status_code == 404


def test_a_forum_does_not_count_as_read_after_all(
    client: Client, cast: Cast, places: Places, topic: Topic
) -> None:
    begun = factories.make_topic(cast.max, places.missions, "Begun", posts=3)
    read(cast.nina, begun, 2)
    client.force_login(user_of(cast.nina))
    page = client.post(f"/forums/{places.missions.pk}/read/", follow=True).text
    assert unread(cast.nina) == set()
    undo = page.split('action="/unread/undo-forum/')[1].split('"')[0]
    answer = client.post(f"/unread/undo-forum/{undo}")
    assert answer.headers["Location"] == places.missions.url
    assert unread(cast.nina) == {topic.pk, begun.pk}
    assert [*ReadMark.objects.values_list("topic", "number")] == [(begun.pk, 2)]


def test_what_was_read_since_stays_read(cast: Cast, places: Places, topic: Topic) -> None:
    _, token = actions.read_forum(fresh(cast.nina), places.missions.pk)
    factories.make_post(cast.max, topic, "More.")
    read(cast.nina, topic, 2)
    actions.undo_read_forum(fresh(cast.nina), token)
    assert unread(cast.nina) == set()


def test_only_who_read_a_forum_undoes_it(cast: Cast, places: Places, topic: Topic) -> None:
    _, token = actions.read_forum(fresh(cast.nina), places.missions.pk)
    with pytest.raises(Refused, match="somebody else"):
        actions.undo_read_forum(fresh(cast.max), token)
    with pytest.raises(Refused, match="within a minute"):
        actions.undo_read_everything(fresh(cast.nina), token)
    assert unread(cast.nina) == set()


def test_what_is_old_counts_as_read(cast: Cast, topic: Topic) -> None:
    User.objects.update(read_before=now() - timedelta(days=400))
    old = now() - reading_marks.HORIZON - timedelta(days=1)
    Topic.objects.update(last_post_at=old)
    assert unread(cast.nina) == set()
    read(cast.nina, topic, 1)
    reading_marks.forget_old()
    assert not ReadMark.objects.exists()


def test_what_a_member_read_before_is_kept_when_they_first_read_here(
    cast: Cast, topic: Topic
) -> None:
    seen = now() - timedelta(hours=3)
    User.objects.filter(pk=cast.nina.member_id).update(read_before=None, last_visit_at=seen)
    read(cast.nina, topic, 1)
    assert User.objects.get(pk=cast.nina.member_id).read_before == seen


def test_marks_of_who_or_what_is_gone_are_left_out(cast: Cast, topic: Topic) -> None:
    reading_marks.store({(999_999, topic.pk): 1, (cast.nina.member_id, 999_999): 1})
    assert not ReadMark.objects.exists()


def test_no_query_for_a_row(cast: Cast, places: Places, django_assert_num_queries: object) -> None:
    for number in range(20):
        factories.make_topic(cast.max, places.missions, f"Topic {number}")
    actor = fresh(cast.nina)
    rows = pages.forum_page(actor, places.missions.pk).lists.data.topics
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(unread_among(actor, rows)) == 20
    User.objects.filter(pk=actor.member_id).update(read_before=now())
    up_to_date = fresh(cast.nina)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert not unread_among(up_to_date, rows)


def test_what_is_muted_is_nowhere_new(cast: Cast, places: Places, topic: Topic) -> None:
    below = factories.make_topic(cast.max, places.subforum, "In Rovers")
    rows = pages.forum_page(cast.nina, places.missions.pk).lists.data.topics
    assert unread_among(cast.nina, rows)
    actions.subscribe_to_topic(cast.nina, topic, Level.MUTED)
    assert unread(cast.nina) == {below.pk}
    assert not unread_among(fresh(cast.nina), rows)
    assert [row.topic_id for row in active_topics(fresh(cast.nina)).topics] == [below.pk]
    actions.subscribe_to_forum(cast.nina, places.subforum, Level.MUTED)
    assert unread(cast.nina) == set() and not unread_forums(fresh(cast.nina))
    inside = pages.forum_page(fresh(cast.nina), places.subforum.pk).lists.data.topics
    assert inside and not unread_among(fresh(cast.nina), inside)
    actions.subscribe_to_topic(cast.nina, below, Level.FOLLOWED)
    assert unread(cast.nina) == {below.pk}, "what is said of the topic itself counts more"
    assert unread_among(fresh(cast.nina), inside) == {below.pk}
    actions.subscribe_to_topic(cast.nina, topic, Level.NORMAL)
    assert unread(cast.nina) == {topic.pk, below.pk}
    assert len(active_topics(fresh(cast.max)).topics) == 2, "for others nothing is muted"


def test_whoever_has_read_everything_is_led_to_what_came_since(cast: Cast, topic: Topic) -> None:
    read(cast.nina, topic, 1)
    second = factories.make_post(cast.max, topic, "Before.")
    third = factories.make_post(cast.max, topic, "Since.")
    actions.read_everything(fresh(cast.nina))
    Post.objects.filter(pk=second.pk).update(posted_at=now() - timedelta(hours=1))
    Post.objects.filter(pk=third.pk).update(posted_at=now())
    assert first_unread(fresh(cast.nina), topic.pk).endswith(f"#p{third.pk}")
