"""Boards at random, and everything a database holds as one comparable thing."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from areopagus.boards import actions
from areopagus.boards.models import Post, Topic
from areopagus.ops.check.examination import examine
from tests import factories
from tests.conftest import Cast, Places

# The ledger itself, and what a process may throw away at any time.
# A sweep's own row says when it was run, as the ledger does.
LEFT_OUT = (
    "ledger_",
    "jobs_",
    "django_",
    "core_cache",
    "sqlite_",
    "usersessions_",
    "housekeeping_sweep",
    "search_",
)


@dataclass
class Board:
    """A few topics of a few people in Missions and Rovers; Ada has written nothing in them."""

    cast: Cast
    places: Places
    chance: random.Random
    topics: list[Topic] = field(default_factory=list)

    def some_topics(self, at_least: int = 1) -> list[Topic]:
        return self.chance.sample(self.topics, self.chance.randint(at_least, len(self.topics)))

    def some_posts(self) -> list[Post]:
        """Not the first ones."""
        topics = [topic for topic in self.topics if topic.post_count > 1]
        topic = self.chance.choice(topics)
        posts = list(Post.objects.standing().filter(topic=topic, number__gt=1))
        return self.chance.sample(posts, self.chance.randint(1, len(posts)))

    def write(self) -> None:
        """Life goes on: somebody answers somewhere."""
        standing = list(Topic.objects.standing().filter(is_stub=False, locked_at=None))
        if standing:
            factories.make_post(self.cast.ada, self.chance.choice(standing), "Meanwhile.")


def board_at_random(cast: Cast, places: Places, seed: int) -> Board:
    chance = random.Random(seed)  # noqa: S311 - Examples, not secrets.
    board = Board(cast, places, chance)
    people = [cast.max, cast.mona, cast.dora, cast.nina]
    places.subforum.moderators.get_or_create(user=cast.mona.user)
    places.archive.moderators.get_or_create(user=cast.mona.user)
    waiting = [
        factories.make_topic(
            chance.choice(people), chance.choice([places.missions, places.subforum]), f"Topic {n}"
        )
        for n in range(4)
    ]
    board.topics = list(waiting)
    for _ in range(chance.randint(4, 14)):
        topic = chance.choice(waiting)
        factories.make_post(chance.choice(people), topic, f"Said {chance.random()}")
    for topic in waiting:
        topic.refresh_from_db()
        actions.subscribe_to_topic(chance.choice(people), topic)
    factories.make_post(cast.dora, waiting[0], "One more.")
    for post in chance.sample(list(Post.objects.filter(number__gt=1)), 1):
        actions.remove_posts(cast.mona, [post.pk], "Rude.")
    refresh(board)
    return board


def refresh(board: Board) -> None:
    for topic in board.topics:
        topic.refresh_from_db()


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that is not the ledger's own or forgotten anyway."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(LEFT_OUT):
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables' names.
                names = [column[0] for column in cursor.description]
                rows = [_told(names, row) for row in cursor.fetchall()]
                found[table] = sorted(rows)
    return found


def _told(names: list[str], row: tuple[Any, ...]) -> tuple[str, ...]:
    return tuple(f"{name}={value!r}" for name, value in zip(names, row, strict=True))


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [
        f"{table}: {row}"
        for table in before.keys() | after.keys()
        for row in set(before.get(table, [])) ^ set(after.get(table, []))
    ]


def insist_on_right_counters() -> None:
    out = io.StringIO()
    assert examine(out, repair=False) == 0, out.getvalue()
