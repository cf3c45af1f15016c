"""The numbers of a month, a year, or of all time, a bar for each day, week, month or year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta

from areopagus.accounts.actors import Actor
from areopagus.core.clock import now
from areopagus.core.verdict import NotFound
from areopagus.upkeep import permissions, summing
from areopagus.upkeep.charts import Chart, chart
from areopagus.upkeep.models import Day

FRONT = "/administration/statistics/"
COLUMNS = ("posts", "topics", "members", "writers", "guest_pages", "member_pages")
TITLES = {
    "posts": "Posts",
    "topics": "New topics",
    "members": "New members",
    "writers": "Members who wrote",
    "guest_pages": "Pages read by guests",
    "member_pages": "Pages read by members",
}
# Averages, where adding up would count the same people twice.
MEANS = {"writers"}
# Beyond so many rows not yet summed up, statistics wait for the job that sums up.
MOST_NEW = 50_000
# Beyond so many months a bar stands for a year.
MOST_MONTHS = 60
MONTHS = 12
Key = Callable[[date], date]
Label = Callable[[date], str]


@dataclass(frozen=True, slots=True)
class Period:
    """`name` in the address; `days` None: all there are."""

    name: str
    title: str
    days: int | None

    @property
    def url(self) -> str:
        return FRONT if self.name == PERIODS[0].name else f"{FRONT}{self.name}/"


PERIODS = (Period("days", "30 days", 30), Period("year", "1 year", 364), Period("all", "All", None))


@dataclass(frozen=True, slots=True)
class Row:
    """One bar of each chart, as a line of the table."""

    label: str
    values: Sequence[int]


@dataclass(frozen=True, slots=True)
class StatisticsPage:
    """`each` is what one row is of. Without `is_summed_up` there is nothing to show yet."""

    period: Period
    each: str
    charts: Sequence[Chart]
    headings: Sequence[str]
    rows: Sequence[Row]
    is_summed_up: bool


def statistics_page(actor: Actor, name: str = "days") -> StatisticsPage:
    """Five queries: the days, and what has come since they were summed up."""
    permissions.insist_on_administrator(actor)
    period = next((period for period in PERIODS if period.name == name), None)
    if period is None:
        raise NotFound
    state = summing.summed_until()
    if state is None:
        return StatisticsPage(period, "", [], [], [], is_summed_up=False)
    today = now().astimezone(UTC).date()
    days = _days(period, today, summing.sums_since(state, most=MOST_NEW))
    first = min(days, default=today) if period.days is None else today - timedelta(period.days - 1)
    each, key, label = _grouping(period, first, today)
    rows = _rows(days, first, today, key, label)
    charts = [
        chart(column, _title(column, each), [(row.label, row.values[n]) for row in rows], each)
        for n, column in enumerate(COLUMNS)
    ]
    headings = [_title(column, each) for column in COLUMNS]
    return StatisticsPage(period, each, charts, headings, rows[::-1], is_summed_up=True)


def _days(period: Period, today: date, fresh: summing.Sums) -> dict[date, list[int]]:
    kept = Day.objects.filter(day__lte=today)
    if period.days is not None:
        kept = kept.filter(day__gt=today - timedelta(period.days))
    days = {row[0]: list(row[1:]) for row in kept.values_list("day", *COLUMNS)}
    for day in fresh.days():
        if day <= today:
            values = days.setdefault(day, [0] * len(COLUMNS))
            for name, count in fresh.of(day).items():
                values[COLUMNS.index(name)] += count
    return days


def _grouping(period: Period, first: date, today: date) -> tuple[str, Key, Label]:
    if period.name == "days":
        return "day", lambda day: day, lambda day: day.isoformat()
    if period.name == "year":
        # Weeks that end today, so that none is cut off.
        return (
            "week",
            lambda day: today - timedelta((today - day).days // 7 * 7 + 6),
            lambda day: f"the week of {day.isoformat()}",
        )
    months = (today.year - first.year) * MONTHS + today.month - first.month + 1
    if months <= MOST_MONTHS:
        return "month", lambda day: day.replace(day=1), lambda day: f"{day:%Y-%m}"
    return "year", lambda day: day.replace(month=1, day=1), lambda day: f"{day.year}"


def _rows(
    days: dict[date, list[int]], first: date, today: date, key: Key, label: Label
) -> list[Row]:
    """Also for those in which nothing happened; oldest first."""
    lengths: dict[date, int] = {}
    sums: dict[date, list[int]] = {}
    for number in range((today - first).days + 1):
        day = first + timedelta(number)
        group = key(day)
        lengths[group] = lengths.get(group, 0) + 1
        total = sums.setdefault(group, [0] * len(COLUMNS))
        for column, value in enumerate(days.get(day, ())):
            total[column] += value
    return [
        Row(
            label(group),
            [
                round(value / lengths[group]) if name in MEANS else value
                for name, value in zip(COLUMNS, total, strict=True)
            ],
        )
        for group, total in sums.items()
    ]


def _title(column: str, each: str) -> str:
    is_mean = column in MEANS and each != "day"
    return f"{TITLES[column]}, on average a day" if is_mean else TITLES[column]
