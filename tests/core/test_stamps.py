"""What is kept must never be older than the last commit, whoever committed and however they ended."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from areopagus.core import stamps
from areopagus.core.remembered import Remembered
from areopagus.core.stamps import NEWEST, Stamps, moment, places_of

PLACES = places_of(["topic:42"])
ELSEWHERE = places_of(["forum:7"])


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stamps]:
    monkeypatch.setattr(stamps, "PENDING_NANOSECONDS", 60_000_000_000)
    shared = Stamps(tmp_path / "stamps")
    monkeypatch.setattr(stamps, "_opened", shared)
    yield shared


def test_a_change_counts_for_what_was_made_before_it(shared: Stamps) -> None:
    before = moment()
    shared.settle(PLACES[1:], shared.announce(PLACES[1:]))

    assert not shared.unchanged_since(before, PLACES)
    assert shared.unchanged_since(before, ELSEWHERE)
    assert shared.may_keep(moment(), PLACES)


def test_nothing_is_kept_while_a_commit_is_under_way(shared: Stamps) -> None:
    announced = shared.announce(PLACES[1:])

    assert not shared.may_keep(moment(), PLACES)
    assert shared.may_keep(moment(), ELSEWHERE)
    shared.settle(PLACES[1:], announced)
    assert shared.may_keep(moment(), PLACES)


def test_two_deeds_at_once_are_both_waited_for(shared: Stamps) -> None:
    first, second = shared.announce(PLACES[1:]), shared.announce(PLACES[1:])
    shared.settle(PLACES[1:], first)

    assert not shared.may_keep(moment(), PLACES)
    shared.settle(PLACES[1:], second)
    assert shared.may_keep(moment(), PLACES)


def test_the_dead_are_not_waited_for_for_ever(
    shared: Stamps, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared.announce(PLACES[1:])
    monkeypatch.setattr(stamps, "PENDING_NANOSECONDS", 0)

    assert shared.may_keep(moment(), PLACES)


def _change_elsewhere(path: Path) -> None:
    Stamps(path).announce(PLACES[1:])


def test_other_processes_see_it_at_once(shared: Stamps, tmp_path: Path) -> None:
    before, newest = moment(), shared.newest()
    other = multiprocessing.get_context("spawn").Process(
        target=_change_elsewhere, args=(tmp_path / "stamps",)
    )
    other.start()
    other.join()

    assert not shared.unchanged_since(before, PLACES)
    assert shared.newest() > newest


def test_a_file_from_before_a_restart_of_the_machine_says_nothing(tmp_path: Path) -> None:
    Stamps(tmp_path / "stamps")._words[NEWEST] = moment() * 2

    assert Stamps(tmp_path / "stamps").newest() <= moment()


@pytest.mark.django_db(transaction=True)
def test_a_value_is_read_again_only_after_a_change(shared: Stamps) -> None:
    read: list[int] = []
    lamps = Remembered("lamps", lambda: read.append(1) or len(read))  # type: ignore[func-returns-value]
    assert (lamps.get(), lamps.get()) == (1, 1)
    with transaction.atomic():
        lamps.forget()
        # Others may not see it yet, and what they see meanwhile must not stay.
        assert (lamps.get(), lamps.get()) == (2, 3)

    assert (lamps.get(), lamps.get()) == (4, 4)


@pytest.mark.django_db(transaction=True)
def test_what_is_fleeting_is_read_again_after_its_time(shared: Stamps) -> None:
    read: list[int] = []
    here = Remembered("here", lambda: read.append(1) or len(read), seconds=1e-9)  # type: ignore[func-returns-value]

    assert here.get() != here.get()
