"""What happens is added to its day, some minutes later: each row of the board is looked at once in its life.

Rows are read in the order of their ids, from where the last summing up ended. So neither it nor the
page of statistics ever goes through all posts again, and neither needs an index of its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from areopagus.accounts.models import User
from areopagus.boards.models import Post, Topic
from areopagus.core.clock import now
from areopagus.core.models import OptionValue
from areopagus.upkeep.models import Day

KEY = "upkeep.summed"
AT_ONCE = 20_000
# What has begun to be written has been by then: an id may be given before one that is seen earlier.
IN_FLIGHT = timedelta(minutes=10)
# Moments beyond this come from a wrong clock and are not waited for.
WRONG_CLOCK = timedelta(days=2)
# Of so many days it is known who has written already; later days only add up.
DAYS_KNOWN = 3
State = dict[str, Any]


@dataclass(slots=True)
class Sums:
    """By day, what has come since `state`, which says how far each table was read then and is moved on."""

    state: State
    posts: Counter[date] = field(default_factory=Counter)
    topics: Counter[date] = field(default_factory=Counter)
    members: Counter[date] = field(default_factory=Counter)
    writers: defaultdict[date, set[int]] = field(default_factory=lambda: defaultdict(set))

    def days(self) -> list[date]:
        return sorted({*self.posts, *self.topics, *self.members, *self.writers})

    def of(self, day: date) -> dict[str, int]:
        known = self.state.get("writers", {}).get(day.isoformat(), ())
        return {
            "posts": self.posts[day],
            "topics": self.topics[day],
            "members": self.members[day],
            "writers": len(self.writers[day].difference(known)),
        }

    def next_state(self) -> State:
        writers = {day: set(ids) for day, ids in self.state.get("writers", {}).items()}
        for day, ids in self.writers.items():
            writers.setdefault(day.isoformat(), set()).update(ids)
        latest = sorted(writers)[-DAYS_KNOWN:]
        return {**self.state, "writers": {day: sorted(writers[day]) for day in latest}}


def summed_until() -> State | None:
    """How far the tables are summed up; None when they never were."""
    return OptionValue.objects.filter(key=KEY).values_list("value", flat=True).first()


def sum_up(*, anew: bool = False) -> bool:
    """Adds what is new to the days it belongs to; `anew`: all of it. False when somebody else was faster."""
    before = summed_until()
    is_first = anew or before is None
    sums = sums_since({} if is_first else before or {}, until=now() - IN_FLIGHT)
    with transaction.atomic():
        state, _ = OptionValue.objects.select_for_update(no_key=True).get_or_create(
            key=KEY, defaults={"value": {}}
        )
        if state.value != (before or {}):
            return False
        if is_first:
            Day.objects.update(posts=0, topics=0, members=0, writers=0)
        _add(sums)
        state.value = sums.next_state()
        state.save(update_fields=["value"])
    return True


def sums_since(state: State, until: datetime | None = None, most: int | None = None) -> Sums:
    """Of what has been written since; until a moment, and of at most so many rows of each kind."""
    sums = Sums(state=dict(state))
    posts = Post.objects.values_list("pk", "posted_at", "author_id")
    for day, author_id in _rows(sums, "posts", posts, until, most):
        sums.posts[day] += 1
        if author_id is not None:
            sums.writers[day].add(author_id)
    topics = Topic.objects.values_list("pk", "started_at", "is_stub")
    for day, is_stub in _rows(sums, "topics", topics, until, most):
        sums.topics[day] += not is_stub
    members = User.objects.values_list("pk", "registered_at", "group_id")
    for day, _ in _rows(sums, "members", members, until, most):
        sums.members[day] += 1
    return sums


def _rows(
    sums: Sums, name: str, rows: QuerySet[Any, Any], until: datetime | None, most: int | None
) -> Iterator[tuple[date, Any]]:
    """The day and the third column of each row, a few at a time, so that no snapshot is held for long."""
    last, seen = sums.state.get(name, 0), 0
    while some := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        for pk, at, value in some:
            if until is not None and until <= at < until + WRONG_CLOCK:
                return
            last = sums.state[name] = pk
            yield at.astimezone(UTC).date(), value
        seen += len(some)
        if len(some) < AT_ONCE or (most is not None and seen >= most):
            return


def _add(sums: Sums) -> None:
    days = sums.days()
    Day.objects.bulk_create([Day(day=day) for day in days], ignore_conflicts=True, batch_size=500)
    for day in days:
        more = {name: F(name) + count for name, count in sums.of(day).items() if count}
        Day.objects.filter(day=day).update(**more)
