"""Who reads everything has few marks all the same, and nothing is read or unread by it that was not."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest
import time_machine

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.boards import actions, few_marks, reading_marks
from areopagus.boards.models import Forum, Post, ReadMark, Topic
from areopagus.boards.pages.unread import first_unread, unread_page
from areopagus.boards.tasks import forget_old_marks
from areopagus.core.clock import now
from tests import factories
from tests.conftest import Cast, Places

pytestmark = pytest.mark.django_db
YEARS, DAYS, A_DAY, MANY = 10, 4, 12, 10
IN_EARNEST = few_marks.MANY


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound is tried with fewer rows than it is for."""
    monkeypatch.setattr(few_marks, "MANY", MANY)


def write(forum: Forum, author: Actor, count: int, at: datetime, posts: int = 1) -> list[Topic]:
    topics = Topic.objects.bulk_create(
        Topic(
            forum=forum,
            title="Some words",
            author=author.user,
            author_name=author.name,
            started_at=at,
            last_post_at=at,
            last_number=posts,
            post_count=posts,
        )
        for _ in range(count)
    )
    Post.objects.bulk_create(
        Post(
            topic=topic,
            number=number,
            author=author.user,
            author_name=author.name,
            posted_at=at,
            html_version=1,
        )
        for topic in topics
        for number in range(1, posts + 1)
    )
    return topics


def read_all(actor: Actor, topics: list[Topic]) -> None:
    reading_marks.store({(actor.member_id, topic.pk): topic.last_number for topic in topics})


def unread(actor: Actor) -> set[int]:
    return {row.topic_id for row in unread_page(factories.patient(actor)).topics}


def test_who_reads_everything_for_ten_years_has_few_marks(cast: Cast, places: Places) -> None:
    begin, most = now(), 0
    # A few days of each year, which would be more than enough; meanwhile others write, too.
    for day in (365 * year + day for year in range(YEARS) for day in range(DAYS)):
        with time_machine.travel(begin + timedelta(days=day), tick=False):
            topics = write(places.missions, cast.max, A_DAY, now() - timedelta(hours=1))
            write(places.staff_room, cast.ada, 1, now() - timedelta(hours=1))
            read_all(cast.nina, topics)
            forget_old_marks.func()
            most = max(most, ReadMark.objects.count())
            if day % 365 == DAYS - 1:
                assert unread(cast.nina) == set()
    assert most <= MANY + A_DAY < DAYS * A_DAY
    assert IN_EARNEST + 3_000 < 5_000, (
        "with as many topics in a day as large boards have in a month"
    )


@pytest.mark.parametrize("seed", range(4))
def test_it_changes_nothing_that_a_member_sees(cast: Cast, places: Places, seed: int) -> None:
    chance, begin = Random(seed), now() - timedelta(days=20)  # noqa: S311 - to be repeated.
    User.objects.filter(pk=cast.nina.member_id).update(read_before=begin)
    topics = []
    for _ in range(25):
        at = begin + timedelta(minutes=chance.randrange(-60 * 24, 60 * 24 * 20))
        topic = write(chance.choice([places.missions, places.staff_room]), cast.max, 1, at, 3)[0]
        # Its posts are written one after another.
        for post in Post.objects.filter(topic=topic, number__gt=1):
            at += timedelta(minutes=chance.randrange(60 * 24 * 3))
            Post.objects.filter(pk=post.pk).update(posted_at=at)
        Topic.objects.filter(pk=topic.pk).update(last_post_at=at)
        topics.append(topic)
        if read := chance.choice([0, 1, 2, 3, 3, 3]):
            reading_marks.store({(cast.nina.member_id, topic.pk): read})

    def seen() -> dict[int, str]:
        actor = factories.patient(cast.nina)
        return {pk: first_unread(actor, pk) for pk in unread(cast.nina)}

    before, marks = seen(), ReadMark.objects.count()
    few_marks.say_it_all_at_once(cast.nina.member_id)
    assert seen() == before
    assert ReadMark.objects.count() <= marks


def test_what_was_just_said_can_still_be_undone(cast: Cast, places: Places) -> None:
    User.objects.update(read_before=now() - timedelta(days=3))
    topics = write(places.missions, cast.max, 3, now() - timedelta(days=1))
    actor = factories.patient(cast.nina)
    _, token = actions.read_forum(actor, places.missions.pk)
    few_marks.say_it_all_at_once(cast.nina.member_id)
    actions.undo_read_forum(actor, token)
    assert unread(cast.nina) == {topic.pk for topic in topics}
    token = actions.read_everything(actor)
    few_marks.say_it_all_at_once(cast.nina.member_id)
    actions.undo_read_everything(factories.patient(cast.nina), token)
    assert unread(cast.nina) == {topic.pk for topic in topics}
