"""The cast (DESIGN §8). The same people appear in tests, in the demo data and in the documentation."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from hypothesis import HealthCheck, settings

from areopagus.accounts import actors
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Group, User
from areopagus.antispam.training import OWN_JUDGES
from areopagus.boards import judging
from areopagus.boards.models import Forum, Topic
from areopagus.core import blocks, stamps
from areopagus.core.clock import now
from areopagus.core.remembered import Remembered
from areopagus.core.tally import Tally
from tests import factories

Role = Group.Role
# For the processes that tests start.
os.environ["PYTHONPATH"] = str(Path(__file__).resolve().parents[1] / "src")
# Machines may be slow; what a property says is true or false all the same.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def _as_if_by_password(request: HttpRequest, user: User, **_: object) -> None:
    record_authentication(request, user, method="password")


# `force_login` leaves no trace of how somebody has signed in; here everybody has just given a password.
user_logged_in.connect(_as_if_by_password)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
    call: pytest.CallInfo[None],
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """On a machine that has all it needs (.ci/run says so) nothing may skip."""
    report = yield
    if report.skipped and "AREOPAGUS_NO_SKIPS" in os.environ:
        report.outcome = "failed"
    return report


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On another database only what asks it: the rest would prove again what SQLite's turn has proved."""
    if "AREOPAGUS_TEST_DATABASE" in os.environ:
        told_here = {item: _asks_the_database(item) for item in items}
        config.hook.pytest_deselected(items=[item for item in items if not told_here[item]])
        items[:] = [item for item in items if told_here[item]]


def _asks_the_database(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    asks = "db" in fixtures or "transactional_db" in fixtures
    marks = any(item.get_closest_marker(mark) for mark in ("django_db", "any_database"))
    return (asks or marks) and not item.get_closest_marker("sqlite")


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a process remembers must not pass from one test to the next, nor expire within one."""
    monkeypatch.setattr(Remembered, "longest_seconds", 3600.0)
    for remembered in Remembered.everything:
        if remembered._seconds is not None:
            monkeypatch.setattr(remembered, "_seconds", 3600.0)
    # A test lies in a transaction that is never committed.
    monkeypatch.setattr(stamps, "PENDING_NANOSECONDS", 0)
    Remembered.forget_everything()
    yield
    Remembered.forget_everything()
    blocks.forget_everything()
    Tally.forget_everything()


@pytest.fixture(autouse=True)
def _nobody_suspects_newcomers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody in a test has come this very moment; tests/antispam is about what that means."""
    others = {name: one for name, one in judging._judges.items() if name not in OWN_JUDGES}
    monkeypatch.setattr(judging, "_judges", others)


@dataclass(frozen=True)
class Cast:
    ada: Actor  # Administrator.
    mona: Actor  # Moderates Missions only.
    max: Actor  # An ordinary member.
    nina: Actor  # New here.
    boris: Actor  # Banned.
    dora: Actor  # Dormant: away for years.
    guest: Actor  # Nobody signed in.

    def everybody(self) -> list[Actor]:
        return [getattr(self, f.name) for f in fields(self)]

    def visitors(self) -> list[Actor]:
        """Everybody who gets past the door."""
        return [actor for actor in self.everybody() if actor is not self.boris]


@dataclass(frozen=True)
class Places:
    missions: Forum  # Everybody reads, members write.
    archive: Forum  # Everybody reads, nobody writes.
    staff_room: Forum  # Only staff read.
    subforum: Forum  # Below Missions.
    cellar: Forum  # Below the staff room, so hidden as well.
    elsewhere: Forum  # A link forum.


@pytest.fixture
def places(db: None) -> Places:
    return factories.make_places(Places)


@pytest.fixture
def cast(places: Places) -> Cast:
    ada = factories.make_user("Ada", Role.ADMINISTRATORS)
    mona = factories.make_user("Mona", Role.MODERATORS)
    places.missions.moderators.create(user=mona)
    boris = factories.make_user(
        "Boris", banned_at=now(), ban_message="Sold rockets he did not own."
    )
    return Cast(
        ada=actors.member(ada),
        mona=actors.member(mona),
        max=actors.member(factories.make_user("Max")),
        nina=actors.member(factories.make_user("Nina", Role.NEWCOMERS)),
        boris=actors.member(boris),
        dora=actors.member(factories.make_user("Dora", dormant_at=now())),
        guest=actors.guest("203.0.113.7"),
    )


@pytest.fixture
def topic(cast: Cast, places: Places) -> Topic:
    return factories.make_topic(cast.max, places.missions, "Who lands first?")


@pytest.fixture
def secret_topic(cast: Cast, places: Places) -> Topic:
    return factories.make_topic(cast.ada, places.staff_room, "Who was that?")


def user_of(actor: Actor) -> User:
    assert actor.user is not None
    return actor.user
