from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import (
    DEFAULT_DB_ALIAS,
    OperationalError,
    connection,
    connections,
    transaction,
)

from areopagus.core.models import OptionValue
from areopagus.core.sqlite import base, writers

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def flushed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """What is brought to the disk, on a connection that promises to do so."""
    handles: list[int] = []
    monkeypatch.setattr(writers, "_to_disk", handles.append)
    connection.ensure_connection()
    monkeypatch.setattr(connections[DEFAULT_DB_ALIAS], "_is_durable", True)
    connection.connection.execute("PRAGMA synchronous=FULL")
    yield handles
    connection.connection.execute("PRAGMA synchronous=OFF")


def test_what_is_committed_is_on_the_disk_before_anybody_hears_of_it(flushed: list[int]) -> None:
    heard: list[int] = []
    with transaction.atomic():
        _write("here")
        transaction.on_commit(lambda: heard.append(len(flushed)))
        assert not flushed

    assert heard == [1]
    assert _level() == base.FULL


def test_what_is_rolled_back_does_not_wait_for_the_disk(flushed: list[int]) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _write("gone")
        raise ZeroDivisionError

    assert not flushed
    assert _level() == base.FULL


def test_a_disk_that_fails_is_no_success(
    flushed: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError("no such sector")

    monkeypatch.setattr(writers, "_to_disk", fail)
    heard: list[str] = []

    with pytest.raises(OperationalError, match="no such sector"), transaction.atomic():
        _write("perhaps")
        transaction.on_commit(lambda: heard.append("published"))

    assert not heard
    assert not flushed


def test_who_waits_for_the_disk_holds_up_nobody(
    flushed: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def see(_: int) -> None:
        _another_writes("meanwhile")
        seen.extend(OptionValue.objects.values_list("key", flat=True))

    monkeypatch.setattr(writers, "_to_disk", see)
    with transaction.atomic():
        _write("first")

    assert {"first", "meanwhile"} <= set(seen)


@pytest.mark.parametrize(("failing", "refused"), [(0, 0), (1, 1), (2, 4)])
def test_who_has_written_before_the_disk_begins_shares_its_turn_and_its_end(
    failing: int, refused: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "log").touch()
    disk = writers.Disk(str(tmp_path / "log"))
    began, goes_on = threading.Event(), threading.Event()
    turns: list[int] = []

    refusals: list[str] = []

    def turn(handle: int) -> None:
        turns.append(handle)
        began.set()
        assert goes_on.wait(10)
        if len(turns) == failing:
            raise OSError("worn out")

    def flush() -> None:
        try:
            disk.flush()
        except OperationalError as error:
            refusals.append(str(error))

    monkeypatch.setattr(writers, "_to_disk", turn)
    waits = [threading.Event() for _ in range(5)]

    class Told:
        """Says when a thread has come to the lock."""

        def __init__(self, lock: threading.Lock) -> None:
            self._lock = lock

        def __enter__(self) -> None:
            next(one for one in waits if not one.is_set()).set()
            self._lock.acquire()

        def __exit__(self, *_: object) -> None:
            self._lock.release()

    monkeypatch.setattr(disk, "_turn", Told(threading.Lock()))
    threads = [threading.Thread(target=flush)]
    threads[0].start()
    assert began.wait(10)
    for number in range(1, 5):
        threads.append(threading.Thread(target=flush))
        threads[-1].start()
        assert waits[number].wait(10)
    goes_on.set()
    for thread in threads:
        thread.join(10)

    # The four had written after the first turn began: one more for all of them.
    assert len(turns) == 2
    assert refusals == ["disk I/O error: worn out"] * refused


def test_writers_come_one_after_the_other() -> None:
    with transaction.atomic():
        _write("first")
        with pytest.raises(OperationalError, match="locked"):
            writers.queue(str(connection.settings_dict["NAME"])).enter(0.01)

    _another_writes("second")
    assert OptionValue.objects.filter(key__in=["first", "second"]).count() == 2


def test_a_connection_that_is_closed_leaves_the_queue() -> None:
    with pytest.raises(OperationalError), transaction.atomic():
        _write("gone")
        connection.close()
        raise OperationalError

    _another_writes("next")
    assert [*OptionValue.objects.values_list("key", flat=True)] == ["next"]


def _write(key: str) -> None:
    with transaction.atomic():
        OptionValue.objects.create(key=key, value=1)


def _level() -> int:
    return int(connection.connection.execute("PRAGMA synchronous").fetchone()[0])


def _another_writes(key: str) -> None:
    """In a thread with a connection of its own."""

    def run() -> None:
        try:
            _write(key)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(10)
    assert not thread.is_alive()
