"""The health page: each reading when all is well and when it is not; failed jobs; the worker's beat."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from areopagus.core.clock import now
from areopagus.core.jobs import worker as jobs_worker
from areopagus.core.jobs.models import Beat, Job
from areopagus.core.store import Store
from areopagus.core.verdict import NotFound, Refused
from areopagus.upkeep import options
from areopagus.upkeep.actions import let_go, try_again
from areopagus.upkeep.backups import KEY, last_backup, note_backup
from areopagus.upkeep.readings import board, database, machine, work
from areopagus.upkeep.readings.reading import Reading
from tests.conftest import Cast, user_of

pytestmark = pytest.mark.django_db
HEALTH = "/administration/health/"


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def make_job(name: str = "areopagus.accounts.tasks.send_letter", **fields: object) -> Job:
    at = now()
    given = {"enqueued_at": at, "run_at": at, "arguments": {"args": ["A secret"], "kwargs": {}}}
    return Job.objects.create(task=name, **{**given, **fields})


def test_the_page_shows_everything_and_counts_what_is_wrong(client: Client, cast: Cast) -> None:
    client.force_login(user_of(cast.ada))
    page = client.get(HEALTH).content.decode()
    for name in ("Disk", "Database", "Memory", "Job worker", "Last backup", "Mail", "Versions"):
        assert f'scope="row">{name}<' in page
    assert "need your attention" in page and "not there" in page
    assert ("Write-ahead log" in page) == (connection.vendor == "sqlite")
    for actor in (cast.mona, cast.max, cast.guest):
        client.logout()
        if actor.user:
            client.force_login(user_of(actor))
        for path in (HEALTH, "/administration/mail/"):
            assert client.get(path).status_code == 404
        for path in ("health/jobs/1/again/", "health/jobs/1/let-go/", "mail/test/"):
            assert client.post(f"/administration/{path}").status_code == 404


def test_reading_it_takes_few_queries(
    client: Client,
    cast: Cast,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    for _ in range(20):
        make_job(given_up_at=now(), error="No route to host")
    client.force_login(user_of(cast.ada))
    client.get(HEALTH)
    with django_assert_max_num_queries(15):  # type: ignore[attr-defined]
        client.get(HEALTH)


def test_the_worker_says_that_it_is_there(cast: Cast) -> None:
    assert not work.worker().is_well
    jobs_worker.beat("a machine-1")
    assert work.worker() == Reading("Job worker", "waiting for work")
    Beat.objects.update(beat_at=now() - timedelta(minutes=3))
    assert not work.worker().is_well
    make_job(leased_until=now() + timedelta(minutes=9), started_at=now() - timedelta(minutes=4))
    assert work.worker().value == "at work on “send letter (accounts)” for 4 minutes"


def test_a_worker_that_ends_takes_its_beat_along(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, seen = threading.Event(), list[int]()

    def once(_: str) -> bool:
        seen.append(Beat.objects.count())
        if len(seen) == 3:
            stop.set()
        return True

    monkeypatch.setattr(jobs_worker, "work_once", once)
    monkeypatch.setattr(jobs_worker, "close_old_connections", lambda: None)
    jobs_worker.work(stop)
    assert seen == [1, 1, 1] and not Beat.objects.exists()


def test_the_queue(cast: Cast) -> None:
    assert work.queue() == Reading("Waiting jobs", "none")
    make_job(run_at=now() + timedelta(hours=1))
    make_job(given_up_at=now(), run_at=now() - timedelta(days=1))
    assert work.queue().value == "none"
    make_job(run_at=now() - timedelta(minutes=2))
    assert work.queue().value == "1, the oldest for 2 minutes" and work.queue().is_well
    make_job("areopagus.boards.tasks.end_stubs", run_at=now() - timedelta(hours=3))
    assert work.queue().value == "2, the oldest for 3 hours"
    assert "“end stubs (boards)” has waited for 3 hours" in work.queue().advice


def test_failed_jobs_are_shown_without_what_they_were_told(client: Client, cast: Cast) -> None:
    failed = make_job(given_up_at=now(), attempts=9, error="SMTPServerDisconnected: <gone>")
    client.force_login(user_of(cast.ada))
    page = client.get(HEALTH).content.decode()
    assert "SMTPServerDisconnected: &lt;gone&gt;" in page and "after 9 attempts" in page
    assert "A secret" not in page
    client.post(f"{HEALTH}jobs/{failed.pk}/again/")
    failed.refresh_from_db()
    assert (failed.given_up_at, failed.attempts, failed.error) == (None, 0, "")
    assert "SMTPServerDisconnected" not in client.get(HEALTH).content.decode()
    assert client.post(f"{HEALTH}jobs/{failed.pk}/again/").status_code == 404


def test_a_failed_job_is_let_go(cast: Cast) -> None:
    failed = make_job(given_up_at=now())
    let_go(cast.ada, failed.pk)
    failed.refresh_from_db()
    assert failed.finished_at and "A secret" not in str(failed.arguments)
    for deed in (let_go, try_again):
        with pytest.raises(NotFound):
            deed(cast.ada, failed.pk)
        with pytest.raises(NotFound):
            deed(cast.mona, make_job(given_up_at=now()).pk)


def test_what_waits_already_is_not_tried_again_beside_it(cast: Cast) -> None:
    failed = make_job(given_up_at=now(), unique_key="the same")
    make_job(unique_key="the same")
    with pytest.raises(Refused, match="waiting to be done already"):
        try_again(cast.ada, failed.pk)


@pytest.mark.parametrize(
    ("total", "free", "is_well"),
    [(10**11, 10**10, True), (10**11, 4 * 10**9, False), (10**9, 4 * 10**8, False)],
)
def test_the_disk(monkeypatch: pytest.MonkeyPatch, total: int, free: int, is_well: bool) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(total, total - free, free))
    assert machine.disk().is_well == is_well


def test_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = machine.memory()
    assert "of this board take" in found.detail
    (tmp_path / "meminfo").write_text("MemTotal: 2000000 kB\nMemAvailable: 50000 kB\n")
    monkeypatch.setattr(machine, "PROC", tmp_path)
    assert not machine.memory().is_well and machine.memory().value == "51 MB free of 2.0 GB"
    (tmp_path / "meminfo").unlink()
    assert machine.memory() == Reading("Memory", "not known on this system")


def test_kept_pages_are_those_of_all_stores() -> None:
    before = machine.kept_pages().value
    one: Store[Thing] = Store(1_000_000_000)
    one.put("a", Thing(200_000_000))
    after = machine.kept_pages().value
    assert after != before and "200 MB" in after


class Thing:
    def __init__(self, size: int) -> None:
        self.size = size


@pytest.mark.sqlite
def test_the_log_of_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    found = database.write_ahead_log()
    assert found is not None and found.is_well
    monkeypatch.setattr(database, "LARGEST_LOG", -1)
    found = database.write_ahead_log()
    assert found is not None and not found.is_well


def test_the_database_has_a_size() -> None:
    assert database.database().value.endswith(("kB", "MB"))


def test_backups(cast: Cast) -> None:
    assert last_backup() is None and not board.backup().is_well
    options.BACKUP_DAYS.set(0)
    assert board.backup().is_well
    options.BACKUP_DAYS.set(8)
    note_backup("board.tar.gz", 12_000_000)
    assert board.backup() == Reading("Last backup", "0 seconds ago, 12 MB", detail="board.tar.gz")
    from areopagus.core.models import OptionValue

    row = OptionValue.objects.get(key=KEY)
    row.value["at"] -= 9 * 86_400
    row.save()
    assert board.backup().value == "9 days ago, 12 MB" and not board.backup().is_well


def test_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not board.address().is_well
    monkeypatch.setattr(settings, "SITE_URL", "https://example.org")
    assert board.address().is_well
