"""Topics with similar titles: under a topic, and for whoever is about to begin one."""

from __future__ import annotations

import pytest
from django.test import Client

from areopagus.accounts.actors import Actor
from areopagus.boards import actions
from areopagus.boards.models import Topic
from areopagus.core.jobs.models import Job
from areopagus.core.jobs.worker import work_once
from areopagus.search import resembling, tasks
from areopagus.search.models import Resemblance
from areopagus.search.pages import similar_topics, topics_like
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db
TITLES = (
    "Dust storm near the Gale crater",
    "Another dust storm at Gale",
    "Пылевая буря в кратере Гейла",
    "Пылевые бури на Марсе",
    "火星沙尘暴",
    "火星上的沙尘暴有多大",
    "Who brings the cake?",
    "Landing site of Perseverance",
)


def work() -> None:
    while work_once("tests"):
        pass


@pytest.fixture
def topics(cast: Cast, places: Places) -> dict[str, Topic]:
    made = {title: factories.make_topic(cast.ada, places.missions, title) for title in TITLES}
    work()
    return made


def titles(actor: Actor, topic: Topic) -> list[str]:
    return [one.title for one in similar_topics(actor, topic.pk).data.topics]


@pytest.mark.parametrize(("one", "other"), [(0, 1), (1, 0), (2, 3), (4, 5), (5, 4)])
def test_topics_about_the_same_are_found_both_ways(
    cast: Cast, topics: dict[str, Topic], one: int, other: int
) -> None:
    assert titles(cast.max, topics[TITLES[one]])[0] == TITLES[other]


def test_what_is_about_something_else_is_not(cast: Cast, topics: dict[str, Topic]) -> None:
    assert titles(cast.max, topics["Who brings the cake?"]) == []
    assert "Similar topics" not in Client().get(topics["Who brings the cake?"].url).content.decode()


def test_it_stands_under_the_topic_for_guests_too(topics: dict[str, Topic]) -> None:
    page = Client().get(topics[TITLES[0]].url).content.decode()
    assert "Similar topics" in page and topics[TITLES[1]].url in page


def test_what_may_not_be_read_is_not_shown(
    cast: Cast, places: Places, topics: dict[str, Topic]
) -> None:
    secret = factories.make_topic(
        cast.ada, places.staff_room, "Dust storm near the Gale crater, secretly"
    )
    work()
    assert secret.title in titles(cast.ada, topics[TITLES[0]])
    assert secret.title not in titles(cast.max, topics[TITLES[0]])
    assert secret.title not in [t.title for t in topics_like(cast.max, secret.title).topics]


def test_a_removed_topic_is_gone_at_once_and_a_new_title_counts(
    cast: Cast, topics: dict[str, Topic]
) -> None:
    first, second = topics[TITLES[0]], topics[TITLES[1]]
    actions.remove_topics(cast.ada, [second.pk], "Off")
    assert second.title not in titles(cast.max, first)
    actions.rename_topic(cast.ada, first.pk, "Cake, and who brings it", "Better")
    work()
    assert titles(cast.max, first)[0] == "Who brings the cake?"


def test_what_is_kept_of_a_topic_is_bounded(cast: Cast, places: Places) -> None:
    made = [factories.make_topic(cast.ada, places.missions, f"Dust storm {n}") for n in range(15)]
    work()
    for topic in made:
        assert (
            0
            < Resemblance.objects.filter(topic=topic, other__isnull=False).count()
            <= resembling.MOST_KEPT
        )


def test_a_board_that_moved_in_is_compared_piece_by_piece(
    cast: Cast, topics: dict[str, Topic], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(Resemblance.objects.values_list("topic", "other", "score"), key=str)
    Resemblance.objects.all().delete()
    Job.objects.all().delete()
    monkeypatch.setattr(resembling, "AT_ONCE", 3)
    tasks.heal.func()
    work()
    after = sorted(Resemblance.objects.values_list("topic", "other", "score"), key=str)
    # What was begun later resembles what was there; now all are compared with all.
    assert {row[:2] for row in after} >= {row[:2] for row in before}
    assert resembling.compare_next() == 0


def test_the_form_of_a_new_topic_shows_what_there_is(
    cast: Cast, places: Places, topics: dict[str, Topic]
) -> None:
    client = Client()
    client.force_login(user_of(cast.max))
    address = f"/forums/{places.missions.pk}/topics/"
    assert "<similar-topics" in client.get(address).content.decode()
    sent = {"title": "Dust storm at Gale?", "source": "…", "markup": "bbcode", "preview": "1"}
    assert "Is it one of these?" in client.post(address, sent).content.decode()
    piece = client.get("/search/similar/", {"title": "Dust storm at Gale?"}).content.decode()
    assert "Another dust storm at Gale" in piece and "<html" not in piece
    assert client.get("/search/similar/", {"title": "x" * 5000}).content == b""
    assert client.get("/search/similar/").content == b""


@pytest.mark.parametrize("title", ["", "!!!", "\0", "a" * 10_000, '" OR 1', "(title)"])
def test_any_title_can_be_asked_for(cast: Cast, topics: dict[str, Topic], title: str) -> None:
    assert topics_like(cast.max, title).topics == []


def test_who_may_not_search_is_not_helped(
    cast: Cast, places: Places, topics: dict[str, Topic]
) -> None:
    group = user_of(cast.max).group
    group.may_search = False
    group.save(update_fields=["may_search"])
    client = Client()
    client.force_login(user_of(cast.max))
    assert client.get("/search/similar/", {"title": "Dust storm"}).status_code == 403
    page = client.get(f"/forums/{places.missions.pk}/topics/")
    assert page.status_code == 200 and "<similar-topics" not in page.content.decode()


def test_a_title_may_hold_anything(cast: Cast, places: Places) -> None:
    one = factories.make_topic(cast.ada, places.missions, "<b>Dust</b> storm & co")
    two = factories.make_topic(cast.ada, places.missions, "Dust storm & company")
    work()
    page = Client().get(two.url).content.decode()
    assert one.title not in page and "&lt;b&gt;Dust" in page
