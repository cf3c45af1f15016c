"""Days summed up once, charts of them, and pages counted at the entrance."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from areopagus.accounts.models import User
from areopagus.boards.models import Post, Topic
from areopagus.core.jobs.models import Job
from areopagus.core.jobs.worker import work_once
from areopagus.core.models import OptionValue
from areopagus.core.verdict import NotFound
from areopagus.upkeep import charts, summing, traffic
from areopagus.upkeep.actions import sum_up_anew
from areopagus.upkeep.models import Day
from areopagus.upkeep.pages import statistics
from areopagus.upkeep.pages.statistics import COLUMNS, statistics_page
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db
STATISTICS = "/administration/statistics/"
TODAY = datetime(2026, 3, 15, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(TODAY, tick=False) as traveller:
        yield traveller


def ago(days: int) -> datetime:
    return TODAY - timedelta(days=days)


def day(days: int) -> date:
    return ago(days).date()


@pytest.fixture
def history(cast: Cast, places: Places) -> Topic:
    """Seven posts: two of today, two of yesterday by one member, three of long ago by two."""
    User.objects.update(registered_at=ago(400))
    User.objects.filter(name="Nina").update(registered_at=ago(1))
    topic = factories.make_topic(cast.max, places.missions, "Old", 2)
    for actor in (cast.dora, cast.max, cast.max, cast.max, cast.nina):
        factories.make_post(actor, topic)
    days = (400, 400, 400, 1, 1, 0, 0)
    for post, days_ago in zip(Post.objects.order_by("pk"), days, strict=True):
        Post.objects.filter(pk=post.pk).update(posted_at=ago(days_ago))
    Topic.objects.update(started_at=ago(400))
    return topic


def sums(of: date) -> Mapping[str, int]:
    found: Mapping[str, int] = Day.objects.filter(day=of).values(*COLUMNS[:4]).get()
    return found


def test_what_happened_is_summed_up_once(history: Topic) -> None:
    for _ in range(2):
        assert summing.sum_up()
        assert sums(day(400)) == {"posts": 3, "topics": 1, "members": 6 - 1, "writers": 2}
        assert sums(day(1)) == {"posts": 2, "topics": 0, "members": 1, "writers": 1}
        assert not Day.objects.filter(day=day(0)).exists(), (
            "Written just now: perhaps not all of it is there."
        )


def test_the_next_day_only_what_is_new_is_read(
    history: Topic, clock: time_machine.Traveller
) -> None:
    summing.sum_up()
    clock.shift(timedelta(days=1))
    Day.objects.filter(day=day(400)).update(posts=99)
    summing.sum_up()
    assert sums(TODAY.date()) == {"posts": 2, "topics": 0, "members": 0, "writers": 2}
    assert sums(day(400))["posts"] == 99
    summing.sum_up(anew=True)
    assert sums(day(400))["posts"] == 3 and sums(TODAY.date())["posts"] == 2


def test_who_writes_twice_a_day_wrote_that_day(
    cast: Cast, history: Topic, clock: time_machine.Traveller
) -> None:
    """Also when the day was summed up in between, and before it is again."""
    clock.shift(timedelta(hours=1))
    summing.sum_up()
    assert sums(TODAY.date()) == {"posts": 2, "topics": 0, "members": 0, "writers": 2}
    for actor in (cast.nina, cast.mona):
        factories.make_post(actor, history)
    assert values(statistics_page(cast.ada), "writers")["2026-03-15"] == 3
    clock.shift(timedelta(hours=1))
    summing.sum_up()
    assert sums(TODAY.date()) == {"posts": 4, "topics": 0, "members": 0, "writers": 3}
    assert values(statistics_page(cast.ada), "writers")["2026-03-15"] == 3
    summing.sum_up(anew=True)
    assert sums(TODAY.date())["writers"] == 3


def test_rows_out_of_order_are_counted_all_the_same(cast: Cast, history: Topic) -> None:
    """As after a later import of an old board."""
    Post.objects.filter(pk=Post.objects.earliest("pk").pk).update(
        posted_at=ago(0) - timedelta(hours=1)
    )
    summing.sum_up()
    assert (
        sums(day(0))["posts"] == 1 and sums(day(400))["posts"] == 2 and sums(day(1))["posts"] == 2
    )


def test_a_wrong_clock_does_not_stop_it_for_ever(history: Topic) -> None:
    first = Post.objects.earliest("pk")
    Post.objects.filter(pk=first.pk).update(posted_at=ago(-4000))
    summing.sum_up()
    assert sums(day(1))["posts"] == 2 and sums(day(400))["posts"] == 2


def test_in_pieces_it_comes_to_the_same(history: Topic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summing, "AT_ONCE", 2)
    summing.sum_up()
    assert sums(day(400))["posts"] == 3 and sums(day(1))["writers"] == 1


def test_who_is_late_adds_nothing(history: Topic, monkeypatch: pytest.MonkeyPatch) -> None:
    real = summing.sums_since

    def while_another_is_faster(*said: Any, **more: Any) -> summing.Sums:
        found = real(*said, **more)
        monkeypatch.setattr(summing, "sums_since", real)
        assert summing.sum_up()
        return found

    monkeypatch.setattr(summing, "sums_since", while_another_is_faster)
    assert not summing.sum_up()
    assert sums(day(400))["posts"] == 3


def values(page: statistics.StatisticsPage, column: str) -> dict[str, int]:
    return {row.label: row.values[COLUMNS.index(column)] for row in page.rows}


def test_the_page_of_a_month_holds_today_too(cast: Cast, history: Topic) -> None:
    summing.sum_up()
    page = statistics_page(cast.ada)
    posts = values(page, "posts")
    assert len(posts) == 30 and next(iter(posts)) == "2026-03-15"
    assert posts["2026-03-15"] == 2 and posts["2026-03-14"] == 2 and sum(posts.values()) == 4
    assert values(page, "writers")["2026-03-15"] == 2


def test_a_year_in_weeks_and_all_in_months_or_years(cast: Cast, history: Topic) -> None:
    summing.sum_up()
    weeks = values(statistics_page(cast.ada, "year"), "posts")
    assert len(weeks) == 52 and weeks["the week of 2026-03-09"] == 4
    everything = statistics_page(cast.ada, "all")
    months = values(everything, "posts")
    assert everything.each == "month" and len(months) == 14
    assert months["2025-02"] == 3 and months["2026-03"] == 4
    assert "on average a day" in everything.headings[COLUMNS.index("writers")]
    Day.objects.create(day=date(2008, 5, 1), posts=7)
    old = statistics_page(cast.ada, "all")
    assert old.each == "year" and values(old, "posts")["2008"] == 7 and len(old.rows) == 19


def test_five_queries_whatever_the_size(
    cast: Cast, history: Topic, django_assert_num_queries: Callable[..., Any]
) -> None:
    summing.sum_up()
    for period in ("days", "year", "all"):
        with django_assert_num_queries(5):
            statistics_page(cast.ada, period)


def test_the_charts_can_be_read_without_eyes(client: Client, cast: Cast, history: Topic) -> None:
    client.force_login(user_of(cast.ada))
    assert "for the first time" in client.get(STATISTICS).content.decode()
    summing.sum_up()
    page = client.get(STATISTICS).content.decode()
    assert page.count("<svg") == 6
    assert "One bar for each day. The most: 2 in 2026-03-14." in page
    assert re.search(r'aria-labelledby="posts-title posts-about"', page)
    assert '<th scope="row">2026-03-15</th><td class="count">2</td>' in page
    assert "style=" not in page
    assert client.get(f"{STATISTICS}year/").status_code == 200
    assert client.get(f"{STATISTICS}century/").status_code == 404


def test_it_is_for_administrators(client: Client, cast: Cast) -> None:
    for actor in (cast.mona, cast.max, cast.guest):
        with pytest.raises(NotFound):
            sum_up_anew(actor)
        client.logout()
        if actor.user:
            client.force_login(user_of(actor))
        assert client.get(STATISTICS).status_code == 404
        assert client.post(f"{STATISTICS}anew/").status_code == 404


def test_summing_up_anew_is_a_job(client: Client, cast: Cast, history: Topic) -> None:
    client.force_login(user_of(cast.ada))
    Job.objects.all().delete()
    for _ in range(2):
        client.post(f"{STATISTICS}anew/")
    assert Job.objects.count() == 1
    work_once("a worker")
    assert sums(day(400))["posts"] == 3
    assert OptionValue.objects.filter(key=summing.KEY).exists()


@pytest.mark.parametrize(
    ("value", "top"), [(0, 1), (1, 1), (7, 8), (11, 20), (95, 100), (101, 200), (4_321, 5_000)]
)
def test_the_top_is_a_round_number(value: int, top: int) -> None:
    assert charts.round_up(value) == top


def test_bars_stand_within_the_chart() -> None:
    made = charts.chart("a", "A", [(str(n), n) for n in range(53)], "week")
    for bar in made.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= made.width
        assert bar.y >= 0 and bar.y + bar.height == pytest.approx(made.height)
    assert made.bars[0].height == 0


def read(path: str, method: str = "GET") -> dict[str, Any]:
    return {"REQUEST_METHOD": method, "PATH_INFO": path}


def test_pages_are_counted_without_a_write_for_each(
    django_assert_num_queries: Callable[..., Any], clock: time_machine.Traveller
) -> None:
    with django_assert_num_queries(0):
        for _ in range(100):
            traffic.note(read("/topics/1/"), is_member=False)
        traffic.note(read("/"), is_member=True)
        for path in ("/static/a.css", "/media/a.webp", "/health/", "/robots.txt"):
            traffic.note(read(path), is_member=False)
        traffic.note(read("/topics/1/replies/", "POST"), is_member=True)
    traffic._pages.write()
    traffic.note(read("/"), is_member=True)
    clock.shift(timedelta(days=1))
    traffic.note(read("/"), is_member=False)
    traffic._pages.write()
    found = list(Day.objects.order_by("day").values_list("guest_pages", "member_pages"))
    assert found == [(100, 2), (1, 0)]
