"""Raid mode: on, off, by its hour, suggested, and by itself only when the option says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from areopagus.accounts.models import User
from areopagus.antispam import actions, options, raid
from areopagus.boards import actions as boards
from areopagus.boards.actions import Draft, WaitsForApproval
from areopagus.core.clock import now
from areopagus.core.ledger import undoing
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import NotFound
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db
DOOR = "/moderation/door/"
NEW = {"username": "Olga", "email": "olga@example.org", "password1": factories.PASSWORD}


@pytest.fixture
def mona(cast: Cast) -> Client:
    cache.clear()
    client = Client()
    client.force_login(user_of(cast.mona))
    return client


def burst(number: int = 12) -> None:
    for n in range(number):
        factories.make_user(f"Newcomer{n}", registered_from=f"203.0.113.{n}")
    User.objects.exclude(name__startswith="Newcomer").update(
        registered_at=now() - timedelta(days=400)
    )


def test_while_it_is_on_newcomers_wait_and_members_notice_nothing(
    mona: Client, cast: Cast, places: Places
) -> None:
    User.objects.exclude(name="Nina").update(registered_at=now() - timedelta(days=400))
    topic = factories.make_topic(cast.max, places.missions, "Hello")
    for _ in range(5):
        factories.make_post(cast.max, topic, "Aye.")
    mona.post(f"{DOOR}raid/", {"hours": "3", "reason": "Dozens of them."})
    assert "Raid mode is on" in mona.get(DOOR).text
    with pytest.raises(WaitsForApproval):
        boards.reply(factories.patient(cast.nina), topic, Draft(source="Hello."))
    factories.make_post(cast.max, topic, "What is going on?")
    Client().post("/register/", NEW | factories.calm_form())
    olga = User.objects.get(name="Olga")
    assert olga.is_waiting and "raid mode" in olga.application
    mona.post(f"{DOOR}raid/end/")
    assert raid.until() is None
    factories.make_post(cast.nina, topic, "Hello again.")


def test_it_ends_by_itself(cast: Cast) -> None:
    actions.start_raid(cast.mona, 2)
    with time_machine.travel(now() + timedelta(hours=1, minutes=59)):
        assert raid.until() is not None
    with time_machine.travel(now() + timedelta(hours=2, minutes=1)):
        assert raid.until() is None


def test_undoing_switches_it_off_and_on_again(cast: Cast) -> None:
    actions.start_raid(cast.mona, 2)
    undoing.undo(cast.ada, Batch.objects.latest("pk").pk)
    assert raid.until() is None
    actions.start_raid(cast.mona, 2)
    actions.end_raid(cast.ada)
    undoing.undo(cast.ada, Batch.objects.latest("pk").pk)
    assert raid.until() is not None


def test_a_burst_suggests_it_with_evidence_and_does_nothing(mona: Client, cast: Cast) -> None:
    burst()
    actions.raid_by_rule()
    text = mona.get(DOOR).text
    assert "It looks like a raid." in text and "12 accounts were made" in text
    assert "12 of them came from one network, 203.0.113" in text
    assert raid.until() is None


def test_by_itself_only_when_the_option_says_so(cast: Cast) -> None:
    options.RAID_BY_ITSELF.set(True)
    actions.raid_by_rule()
    assert raid.until() is None, "There was no burst"
    burst()
    actions.raid_by_rule()
    batch = Batch.objects.get()
    assert raid.until() is not None and batch.is_automatic and "12 accounts" in batch.reason
    actions.raid_by_rule()
    assert Batch.objects.count() == 1


def test_a_board_that_grows_quickly_is_not_raided(cast: Cast) -> None:
    burst()
    at = now() - timedelta(days=3)
    for n in range(10):
        factories.make_user(f"Former{n}", registered_at=at)
    assert raid.burst(raid.newest())
    User.objects.bulk_create(
        User(name=f"x{n}", name_key=f"x{n}", name_skeleton=f"x{n}", group=user_of(cast.max).group, registered_at=at)
        for n in range(2000)
    )  # fmt: skip
    assert not raid.burst(raid.newest())


@pytest.mark.parametrize("hours", ["0", "1000", "", "x"])
def test_nonsense_is_refused(mona: Client, hours: str) -> None:
    assert mona.post(f"{DOOR}raid/", {"hours": hours}).status_code == 422
    assert raid.until() is None


def test_others_find_no_door(cast: Cast) -> None:
    with pytest.raises(NotFound):
        actions.start_raid(cast.max, 1)
    with pytest.raises(NotFound):
        actions.end_raid(cast.guest)
