"""What waits is counted beside “Moderation” for whoever decides it, and no page pays for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from areopagus.accounts.actors import Actor
from areopagus.boards import actions as boards
from areopagus.boards.models import Ghost, Topic
from areopagus.core.ledger import undoing
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import NotFound
from areopagus.homecoming import actions, permissions
from areopagus.homecoming.covering import Stretch
from tests import factories
from tests.boards.test_ghosts import say
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db


def counted(cast: Cast) -> dict[str, int]:
    """Of those for whom something waits. Both halves of the rule agree for everybody."""
    found = {}
    for actor in cast.everybody():
        if count := permissions.count_to_look_after(actor):
            found[actor.name] = count
        assert count == _to_look_after(actor), actor.name
    return found


def _to_look_after(actor: Actor) -> int:
    try:
        return permissions.pleas_to_look_after(actor).count()
    except NotFound:
        return 0


def test_it_is_counted_for_whoever_decides(
    cast: Cast, places: Places, olga: Ghost, topic: Topic
) -> None:
    assert counted(cast) == {}
    plea = actions.ask_by_word(cast.max, olga.pk, "Me.", Stretch())
    assert counted(cast) == {"Ada": 1, "Mona": 1}
    actions.withdraw(cast.max, plea.pk)
    assert counted(cast) == {}
    plea = actions.ask_by_word(cast.nina, olga.pk, "No, me.", Stretch())
    boards.move_topics(cast.ada, [topic.pk], places.archive.pk)
    assert counted(cast) == {"Ada": 1}, "Mona does not moderate there"
    moved = Batch.objects.latest("pk")
    undoing.undo(cast.ada, moved.pk)
    assert counted(cast) == {"Ada": 1, "Mona": 1}
    actions.refuse(cast.mona, plea.pk, "No.")
    assert counted(cast) == {}
    undoing.undo(cast.ada, Batch.objects.latest("pk").pk)
    assert counted(cast) == {"Ada": 1, "Mona": 1}


def test_a_ghost_that_writes_elsewhere_is_no_more_for_one_who_does_not_moderate_there(
    cast: Cast, places: Places, olga: Ghost, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    actions.ask_by_word(cast.max, olga.pk, "Me.", Stretch())
    assert counted(cast) == {"Ada": 1, "Mona": 1}
    elsewhere = factories.make_topic(cast.ada, places.subforum, "Old")
    with django_capture_on_commit_callbacks(execute=True):
        say(cast, elsewhere, "Olga")
    assert counted(cast) == {"Ada": 1}


def test_the_navigation_says_it_and_asks_nothing(cast: Cast, olga: Ghost, client: Client) -> None:
    client.force_login(user_of(cast.mona))
    client.get("/settings/profile/")
    with CaptureQueriesContext(connection) as before:
        assert "Moderation<" in client.get("/settings/profile/").content.decode()
    actions.ask_by_word(cast.max, olga.pk, "Me.", Stretch())
    assert "Moderation (1)<" in client.get("/settings/profile/").content.decode()
    with CaptureQueriesContext(connection) as after:
        client.get("/settings/profile/")
    assert len(after) == len(before)
