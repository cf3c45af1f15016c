from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from operator import add

import pytest
from django.db import InterfaceError, OperationalError

from areopagus.core import tally as module
from areopagus.core.tally import Tally


def test_a_tally_is_written_once_for_many_notes() -> None:
    written: list[dict[int, int]] = []
    tally: Tally[int, int] = Tally(written.append, add, seconds=3600)
    for _ in range(3):
        tally.note(42, 1)
    tally.note(43, 1)

    assert tally.pending(42) == 3
    tally.write()
    tally.write()

    assert written == [{42: 3, 43: 1}]


@pytest.mark.django_db(transaction=True)
def test_a_tally_writes_itself_when_it_is_due() -> None:
    written: list[dict[int, int]] = []
    tally: Tally[int, int] = Tally(written.append, add, seconds=0)
    tally.write_if_due()
    tally.note(42, 1)
    tally.write_if_due()

    assert written == [{42: 1}]


@pytest.fixture
def only_mine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No tallies but those of the test, looked at without a pause."""
    monkeypatch.setattr(Tally, "everything", [])
    monkeypatch.setattr(module, "LOOK_SECONDS", 0.001)
    monkeypatch.setattr(module, "close_old_connections", lambda: None)
    yield


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_the_writing_goes_on_after_a_failure(
    only_mine: None, caplog: pytest.LogCaptureFixture, error: type[Exception]
) -> None:
    """A database that was away for a moment: what was in hand is lost, what comes later is not."""
    stop, has_failed = threading.Event(), threading.Event()
    written: list[dict[int, int]] = []

    def fail_once(rows: dict[int, int]) -> None:
        if not has_failed.is_set():
            has_failed.set()
            raise error("gone")
        written.append(rows)
        stop.set()

    mine: Tally[int, int] = Tally(fail_once, add, seconds=0)
    mine.note(42, 1)
    with caplog.at_level(logging.ERROR):
        writer = threading.Thread(target=Tally.keep_writing, args=(stop,))
        writer.start()
        assert has_failed.wait(30)
        mine.note(43, 1)
        assert stop.wait(30)
        writer.join()

    assert written == [{43: 1}]
    assert "A tally could not be written" in caplog.text


def test_one_that_fails_does_not_keep_others_from_being_written(only_mine: None) -> None:
    stop = threading.Event()

    def fail(_rows: dict[int, int]) -> None:
        raise OperationalError("locked")

    failing: Tally[int, int] = Tally(fail, add, seconds=0)
    other: Tally[int, int] = Tally(lambda _rows: stop.set(), add, seconds=0)
    failing.note(1, 1)
    other.note(1, 1)
    writer = threading.Thread(target=Tally.keep_writing, args=(stop,))
    writer.start()
    assert stop.wait(30)
    writer.join()


def test_notes_from_many_threads_are_all_counted(only_mine: None) -> None:
    written: dict[int, int] = {}

    def write(rows: dict[int, int]) -> None:
        for key, count in rows.items():
            written[key] = written.get(key, 0) + count

    mine: Tally[int, int] = Tally(write, add, seconds=3600)

    def note() -> None:
        for n in range(2_000):
            mine.note(n % 5, 1)
            if n % 100 == 0:
                mine.write()

    threads = [threading.Thread(target=note) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    mine.write()

    assert written == dict.fromkeys(range(5), 1_600)
