"""Makes the whole demo board in one go, or says why not."""

from __future__ import annotations

import time
from dataclasses import dataclass
from random import Random

from django.core.management.color import no_style
from django.db import connection, transaction

from areopagus.accounts.models import User
from areopagus.boards import counts
from areopagus.boards.ghosts import join_ghosts
from areopagus.boards.models import Category, Forum, Ghost, Post, Topic
from areopagus.core.clock import now
from areopagus.core.models import OptionValue
from areopagus.ops.demo import PASSWORD, texts
from areopagus.ops.demo.chronicles import plan_calendars, plan_log
from areopagus.ops.demo.planning import People, plan_topics
from areopagus.ops.demo.settling import set_options, settle_members, settle_places, weights
from areopagus.ops.demo.telling import tell_max
from areopagus.ops.demo.waiting import let_newcomers_wait
from areopagus.ops.demo.writing import write

# Beside the options, so that a board knows for ever that its people are invented.
KEY = "ops.demo"
# The years of the first five landings; any number would do, the same one gives the same board.
SEED = 1971_1976_1997_2004_2008


@dataclass(frozen=True, slots=True)
class Made:
    members: int
    forums: int
    topics: int
    posts: int
    seconds: float


class NotEmpty(Exception):
    """The board has people or forums of its own."""


def is_made() -> bool:
    return OptionValue.objects.filter(key=KEY).exists()


def make() -> Made:
    """Fills an empty board, all or nothing. NotEmpty when it is somebody's."""
    if User.objects.exists() or Category.objects.exists():
        raise NotEmpty("This folder is a board with people of its own; the demo needs a new one.")
    begin = time.perf_counter()
    with transaction.atomic():
        _fill()
    return Made(
        members=User.objects.count(),
        forums=Forum.objects.count(),
        topics=Topic.objects.filter(is_stub=False).count(),
        posts=Post.objects.count(),
        seconds=time.perf_counter() - begin,
    )


def _fill() -> None:
    dice = Random(SEED)  # noqa: S311 - the same board every time is the point.
    moment = now().replace(second=0, microsecond=0)
    places = texts.read("places")
    set_options(places)
    people = settle_members(PASSWORD, dice, moment)
    forums = settle_places(places, people)
    talkers = People(
        {name: member.registered_at for name, member in people.items()}, weights(), dice
    )
    planned = plan_topics(talkers, dice, moment)
    planned.append(plan_log(talkers, dice, moment))
    planned += plan_calendars(talkers, dice, moment)
    write(planned, forums, people, dice)
    join_ghosts(Ghost.Origin.GUEST)
    _continue_ids()
    counts.rebuild()
    let_newcomers_wait()
    tell_max()
    OptionValue.objects.create(key=KEY, value={"made_at": moment.isoformat()})


def _continue_ids() -> None:
    """Ids were given by hand; the database must go on behind them."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(
            no_style(), [User, Category, Forum, Topic, Post]
        ):
            cursor.execute(statement)
