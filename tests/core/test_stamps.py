"""What is kept must never be older than the last commit, whoever committed and however they ended."""

from __future__ import annotations

import errno
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


def test_whichever_of_them_ends_first(shared: Stamps) -> None:
    first, second = shared.announce(PLACES[1:]), shared.announce(PLACES[1:])
    shared.settle(PLACES[1:], second)

    assert not shared.may_keep(moment(), PLACES), "the first has not committed yet"
    shared.settle(PLACES[1:], first)
    assert shared.may_keep(moment(), PLACES)


def test_no_two_stamps_are_the_same(shared: Stamps, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is compared with its own stamps only when the newest is another than before."""
    monkeypatch.setattr(stamps, "moment", lambda: 12 * 60 * 60 * 10**9)
    newest = set()
    for _ in range(5):
        shared.settle(PLACES[1:], shared.announce(PLACES[1:]))
        newest.add(shared.newest())

    assert len(newest) == 5


def test_the_dead_are_not_waited_for_for_ever(
    shared: Stamps, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared.announce(PLACES[1:])
    monkeypatch.setattr(stamps, "PENDING_NANOSECONDS", 0)

    assert shared.may_keep(moment(), PLACES)


def test_who_died_does_not_make_others_wait_later(
    shared: Stamps, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared.announce(PLACES[1:])
    at = moment()
    monkeypatch.setattr(stamps, "moment", lambda: at + stamps.PENDING_NANOSECONDS)
    shared.settle(PLACES[1:], shared.announce(PLACES[1:]))

    assert shared.may_keep(at + stamps.PENDING_NANOSECONDS + 10, PLACES)


def test_who_took_too_long_does_not_end_the_waiting_for_another(
    shared: Stamps, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, at = shared.announce(PLACES[1:]), moment()
    monkeypatch.setattr(stamps, "moment", lambda: at + stamps.PENDING_NANOSECONDS)
    shared.announce(PLACES[1:])
    shared.settle(PLACES[1:], slow)

    assert not shared.may_keep(at + stamps.PENDING_NANOSECONDS + 10, PLACES)


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


def test_the_file_of_another_machine_says_nothing(tmp_path: Path) -> None:
    """One that had been running for longer than this one has."""
    theirs = Stamps(tmp_path / "stamps")
    for place in PLACES:
        for section in (0, stamps.ANNOUNCED, stamps.UNDER_WAY):
            theirs._words[place + section] = moment() * 2
    theirs._words[NEWEST] = moment() * 2
    ours = Stamps(tmp_path / "stamps")

    assert ours.may_keep(moment(), PLACES)
    before = moment()
    ours.settle(PLACES[1:], ours.announce(PLACES[1:]))
    assert not ours.unchanged_since(before, PLACES)


def test_a_clock_that_stands_still_empties_no_file(
    shared: Stamps, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest stamp may be a little ahead of a coarse clock; others count on the file."""
    before = moment()
    monkeypatch.setattr(stamps, "moment", lambda: before)
    for _ in range(1000):
        shared.settle(PLACES[1:], shared.announce(PLACES[1:]))
    Stamps(tmp_path / "stamps")

    assert not shared.unchanged_since(before, PLACES)


def test_a_full_disk_is_an_error_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mapped file with a hole in it would end the process with a signal when it is written to."""

    def full(handle: int, offset: int, length: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.posix_fallocate", full)
    with pytest.raises(OSError, match="No space left"):
        Stamps(tmp_path / "stamps")


def test_the_file_has_no_holes(shared: Stamps, tmp_path: Path) -> None:
    about = (tmp_path / "stamps").stat()
    assert about.st_blocks * 512 >= about.st_size > 0


@pytest.mark.django_db(transaction=True)
def test_a_deed_that_was_rolled_back_is_not_waited_for(shared: Stamps) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        stamps.changed(["topic:42"])
        assert not shared.may_keep(moment(), PLACES)
        raise ZeroDivisionError
    assert shared.may_keep(moment(), PLACES)
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            stamps.changed(["topic:42"])
            raise ZeroDivisionError
        assert shared.may_keep(moment(), PLACES)


@pytest.mark.django_db(transaction=True)
def test_a_listener_that_fails_leaves_nothing_pending(shared: Stamps) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        transaction.on_commit(fail)
        stamps.changed(["topic:42"])
    assert shared.may_keep(moment(), PLACES)


def test_those_who_write_in_bulk_are_waited_for(shared: Stamps) -> None:
    before = moment()
    with stamps.everything_changing():
        assert not shared.unchanged_since(before, PLACES)
        assert not shared.may_keep(moment(), ELSEWHERE)
    during = moment()
    with pytest.raises(ZeroDivisionError), stamps.everything_changing():
        raise ZeroDivisionError
    assert not shared.unchanged_since(during, ELSEWHERE)
    assert shared.may_keep(moment(), ELSEWHERE)


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
