"""The two chronicles of the demo board: a topic of 2,000 posts, and a topic for every month."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from areopagus.ops.demo import texts
from areopagus.ops.demo.planning import People, PlannedPost, PlannedTopic

LOG_POSTS = 2_000
LOG_DAYS = 1_640
FIRST_YEAR = 2019
# Of the posts in the log three quarters are its keepers'; of the remarks every fourth quotes.
ENTRIES, QUOTING_REMARKS = 0.75, 0.25
# Places in the log whose posts were taken away: numbers must stay, also on page 20.
LOG_REMOVED = {480: "Posted twice.", 1337: "An advertisement for lamps."}


def plan_log(people: People, dice: Random, now: datetime) -> PlannedTopic:
    """The log of a sealed greenhouse: one topic, 2,000 posts, the last one a moment ago."""
    log = texts.read("log")
    start = now - timedelta(days=LOG_DAYS)
    topic = PlannedTopic("life", log["title"], views=61_204)
    topic.posts.append(PlannedPost("Ruslan", start, log["opening"].strip()))
    step = (now - timedelta(minutes=9) - start) / (LOG_POSTS - 1)
    for number in range(2, LOG_POSTS + 1):
        at = start + (number - 1) * step
        if dice.random() < ENTRIES:
            post = PlannedPost(people.one_of(log["keepers"], at), at, _entry(log, start, at, dice))
        else:
            author = people.one_of(log["watchers"], at)
            post = PlannedPost(author, at, dice.choice(log["remarks"]))
            if dice.random() < QUOTING_REMARKS:
                post.quotes, post.quoting = number - 1, topic.posts[-1].text
        post.removal_reason = LOG_REMOVED.get(number)
        topic.posts.append(post)
    return topic


def _entry(log: dict[str, Any], start: datetime, at: datetime, dice: Random) -> str:
    crop = dice.choice(log["crops"])
    harvest = dice.choice(log["crops_events"]).format(
        crop=crop,
        crop_title=crop[0].upper() + crop[1:],
        weight=round(dice.uniform(0.2, 4.8), 1),
        height=dice.randint(4, 90),
    )
    readings = (
        f"{dice.uniform(19.5, 26):.1f} °C, {dice.randint(48, 81)} %, "
        f"{dice.randint(640, 1890):,} ppm."
    )
    events = dice.sample(log["events"], dice.choice((1, 1, 2)))
    return f"[b]Day {(at - start).days}.[/b] {readings} {harvest} {' '.join(events)}"


def plan_calendars(people: People, dice: Random, now: datetime) -> list[PlannedTopic]:
    """A launch calendar for each whole month since 2019, so that a forum has several pages."""
    page = texts.read("calendar")
    months = [(year, month) for year in range(FIRST_YEAR, now.year + 1) for month in range(1, 13)]
    return [
        _calendar(page, year, month, people, dice)
        for year, month in months
        if (year, month) < (now.year, now.month)
    ]


def _calendar(
    page: dict[str, Any], year: int, month: int, people: People, dice: Random
) -> PlannedTopic:
    name = calendar.month_name[month]
    days = sorted(dice.sample(range(2, 28), 3))
    flights = [
        flight.format(day=day, month=name)
        for day, flight in zip(days, dice.sample(page["flights"], 3), strict=True)
    ]
    opening = page["opening"].format(
        month=name, first=flights[0], second=flights[1], third=flights[2]
    )
    at = datetime(year, month, 1, tzinfo=UTC) - timedelta(hours=dice.randint(5, 70))
    topic = PlannedTopic("launch", page["title"].format(month=name, year=year))
    topic.views = dice.randint(90, 700)
    topic.posts.append(PlannedPost("Marguerite", at, opening.strip()))
    for text in dice.sample(page["sightings"], dice.randint(2, 6)):
        at += timedelta(days=dice.uniform(0.5, 4.5))
        author = people.anybody(at, topic.posts[-1].author)
        topic.posts.append(PlannedPost(author, at, text))
    return topic
