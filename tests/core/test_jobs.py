"""Jobs: with the deed or not at all, once each, again after a failure, given up with a reason."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django_tasks.base import TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from areopagus.core.clock import now
from areopagus.core.jobs.backend import enqueue_once
from areopagus.core.jobs.models import Job, Periodic
from areopagus.core.jobs.periodic import enqueue_due
from areopagus.core.jobs.tasks import KEPT, forget_finished_jobs
from areopagus.core.jobs.worker import LEASE, LONGEST_WAIT, WORKERS_END, work_once
from areopagus.core.models import OptionValue
from tests.core import chores

WORKER = Path(__file__).with_name("worker.py")
START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
PATIENCE = 60

Start = Callable[[str], subprocess.Popen[str]]
several_processes = pytest.mark.django_db(transaction=True)
pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """Where jobs write down what they do."""
    return tmp_path / "paper"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a worker process on this test's database; ready to be told to begin."""
    started: list[subprocess.Popen[str]] = []

    def start_one(mode: str) -> subprocess.Popen[str]:
        said = connection.settings_dict
        database = {part: said[part] for part in ("NAME", "HOST", "PORT", "USER", "ENGINE")}
        worker = subprocess.Popen(
            [sys.executable, str(WORKER), mode],
            env=os.environ
            | {
                "WORKER_DATABASE": json.dumps(database, default=str),
                "AREOPAGUS_SERVED": str(os.getpid()),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(worker)
        return worker

    yield start_one
    for worker in started:
        worker.kill()
        worker.communicate()


def hear(worker: subprocess.Popen[str], word: str) -> None:
    assert worker.stdout is not None
    heard = worker.stdout.readline().strip()
    assert heard == word, worker.communicate()[1]


def tell(worker: subprocess.Popen[str]) -> None:
    assert worker.stdin is not None
    worker.stdin.write("\n")
    worker.stdin.flush()


def begin_together(*workers: subprocess.Popen[str]) -> None:
    for worker in workers:
        hear(worker, "ready")
    for worker in workers:
        tell(worker)


def finish(*workers: subprocess.Popen[str]) -> None:
    complaints = [worker.communicate(timeout=PATIENCE)[1] for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * len(workers), complaints


def do_all(worker: str = "here") -> int:
    """How many there were."""
    count = 0
    while work_once(worker):
        count += 1
    return count


def status_of(result: TaskResult[Any]) -> TaskResultStatus:
    result.refresh()
    return result.status


def lines(paper: Path) -> list[str]:
    return paper.read_text().splitlines() if paper.exists() else []


# With the deed


def test_what_is_rolled_back_is_never_run(paper: Path) -> None:
    chores.write_down.enqueue(str(paper), "kept")
    with pytest.raises(LookupError), transaction.atomic():
        chores.write_down.enqueue(str(paper), "taken back")
        raise LookupError
    assert do_all() == 1
    assert lines(paper) == ["kept"]


def test_the_urgent_comes_first_and_the_deferred_in_its_time(
    paper: Path, clock: time_machine.Traveller
) -> None:
    write = chores.write_down
    write.using(run_after=START + timedelta(hours=2)).enqueue(str(paper), "deferred")
    write.enqueue(str(paper), "ordinary")
    write.using(priority=50).enqueue(str(paper), "urgent")
    do_all()
    assert lines(paper) == ["urgent", "ordinary"]
    clock.shift(timedelta(hours=2))
    do_all()
    assert lines(paper)[2:] == ["deferred"]


def test_a_result_tells_how_far_a_job_is(paper: Path, clock: time_machine.Traveller) -> None:
    result = chores.write_down.enqueue(str(paper), "a word")
    assert status_of(result) == TaskResultStatus.READY
    Job.objects.update(leased_until=now() + LEASE)
    assert status_of(result) == TaskResultStatus.RUNNING
    Job.objects.update(leased_until=None)
    do_all()
    assert status_of(result) == TaskResultStatus.SUCCESSFUL
    assert result.finished_at == START
    for unknown in ("0", "not a number"):
        with pytest.raises(TaskResultDoesNotExist):
            chores.write_down.get_result(unknown)


def test_what_a_finished_job_was_told_is_forgotten(paper: Path) -> None:
    chores.write_down.enqueue(str(paper), words="a letter")
    do_all()
    job = Job.objects.get()
    assert job.finished_at is not None
    assert "letter" not in json.dumps(job.arguments)


# Once each


@several_processes
def test_no_job_runs_twice_however_many_workers_there_are(start: Start, paper: Path) -> None:
    wanted = [f"{number:03}" for number in range(90)]
    for number in wanted:
        chores.write_down.enqueue(str(paper), number)
    workers = [start("all that is due") for _ in range(3)]
    begin_together(*workers)
    finish(*workers)
    assert sorted(lines(paper)) == wanted
    assert Job.objects.exclude(finished_at=None).filter(attempts=1).count() == len(wanted)


@several_processes
def test_a_periodic_job_is_enqueued_once_a_period_however_many_workers_there_are(
    start: Start,
) -> None:
    Periodic.objects.create(task=chores.look_at_the_sky.module_path, next_at=now())
    workers = [start("what is periodic") for _ in range(3)]
    begin_together(*workers)
    finish(*workers)
    sky = Job.objects.filter(task=chores.look_at_the_sky.module_path)
    assert sky.count() == 1
    due = Periodic.objects.get(task=chores.look_at_the_sky.module_path)
    assert due.next_at == pytest.approx(now() + chores.HOUR, abs=timedelta(minutes=5))


def test_a_periodic_job_comes_back_and_makes_up_for_a_long_sleep_once(
    clock: time_machine.Traveller,
) -> None:
    sky = Job.objects.filter(task=chores.look_at_the_sky.module_path)
    for passes, expected in (
        (timedelta(0), 1),
        (timedelta(0), 1),
        (timedelta(minutes=59), 1),
        (timedelta(minutes=1), 2),
        (timedelta(days=365), 3),
        (timedelta(minutes=1), 3),
    ):
        clock.shift(passes)
        enqueue_due()
        assert sky.count() == expected, passes


def test_of_those_that_wait_with_one_key_there_is_one(paper: Path) -> None:
    for key in ("topic 1", "topic 1", "topic 2", "topic 1"):
        enqueue_once(chores.write_down, key, path=str(paper), words=key)
    enqueue_once(chores.linger, "topic 1", path=str(paper) + ".other")
    assert Job.objects.filter(task=chores.write_down.module_path).count() == 2
    Job.objects.filter(task=chores.linger.module_path).delete()
    do_all()
    assert lines(paper) == ["topic 1", "topic 2"]
    enqueue_once(chores.write_down, "topic 1", path=str(paper), words="once more")
    do_all()
    assert lines(paper)[2:] == ["once more"]


def test_some_are_done_in_one_call(paper: Path) -> None:
    for words in ("a", "b", "c", "d"):
        chores.write_all_down.enqueue([[str(paper), words]])
    chores.write_down.enqueue(str(paper), "another")
    assert do_all() == 3
    assert sorted(lines(paper)) == ["a b c", "another", "d"]
    assert not Job.objects.filter(finished_at=None).exists()


def test_what_is_due_later_is_not_done_with_what_is_due_now(paper: Path) -> None:
    chores.write_all_down.enqueue([[str(paper), "now"]])
    later = now() + timedelta(hours=1)
    chores.write_all_down.using(run_after=later).enqueue([[str(paper), "later"]])
    do_all()
    assert lines(paper) == ["now"]


def test_a_bad_one_takes_down_none_that_was_done_with_it(paper: Path) -> None:
    for words in ("good", "bad", "better"):
        chores.fail_at_bad_words.enqueue([[str(paper), words]])
    do_all()
    assert lines(paper) == []
    while Job.objects.filter(finished_at=None, given_up_at=None).exists():
        Job.objects.update(run_at=now())
        do_all()
    assert lines(paper) == ["good", "better"]
    assert [job.arguments["args"][0][0][1] for job in Job.objects.exclude(given_up_at=None)] == [
        "bad"
    ]


def test_those_of_a_killed_worker_are_done_one_by_one(paper: Path) -> None:
    for words in ("a", "b"):
        chores.write_all_down.enqueue([[str(paper), words]])
    Job.objects.update(attempts=1, leased_until=now() - timedelta(seconds=1))
    do_all()
    assert lines(paper) == ["a", "b"]


def test_one_that_runs_lets_another_wait_behind_it(paper: Path) -> None:
    enqueue_once(chores.write_down, "digest", path=str(paper), words="first")
    Job.objects.update(leased_until=now() + LEASE)
    enqueue_once(chores.write_down, "digest", path=str(paper), words="second")
    enqueue_once(chores.write_down, "digest", path=str(paper), words="third")
    do_all()
    assert lines(paper) == ["second"]


def test_one_that_fails_leaves_the_work_to_the_one_behind_it(paper: Path) -> None:
    enqueue_once(chores.enqueue_itself_again, "once", path=str(paper))
    work_once("here")
    left = Job.objects.get()
    assert left.attempts == 0
    assert lines(paper) == ["failing"]


@several_processes
def test_what_waits_already_is_not_taken_up_before_a_deed_that_counts_on_it(
    start: Start, paper: Path
) -> None:
    enqueue_once(chores.write_down_what_is_written, "index", path=str(paper))
    worker = start("all that is due")
    with transaction.atomic():
        OptionValue.objects.create(key="deed", value=1)
        enqueue_once(chores.write_down_what_is_written, "index", path=str(paper))
        begin_together(worker)
        if connection.vendor == "postgresql":
            # It passes over what we hold. On SQLite nobody else can write before we have finished.
            finish(worker)
    finish(worker)
    do_all()
    assert lines(paper) == ["deed"]


# After a failure


def test_a_failure_is_tried_again_after_longer_and_longer_waits_then_given_up(
    clock: time_machine.Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    result = chores.fail.enqueue()
    for wait in (30, 120, 480, 1920):
        assert do_all() == 1
        job = Job.objects.get()
        assert job.given_up_at is None
        assert job.run_at == now() + timedelta(seconds=wait)
        clock.shift(wait - 1)
        assert do_all() == 0
        clock.shift(1)
    assert do_all() == 1
    job.refresh_from_db()
    assert (job.attempts, job.given_up_at) == (5, now())
    assert job.error == "ConnectionError: The relay does not answer."
    clock.shift(timedelta(days=365))
    assert do_all() == 0
    assert status_of(result) == TaskResultStatus.FAILED
    assert "Attempt 5 of job tests.core.chores.fail" in caplog.text
    assert "Traceback" in caplog.text


def test_a_job_may_say_how_often_it_is_tried(clock: time_machine.Traveller) -> None:
    chores.fail_twice.enqueue()
    for attempt in (1, 2):
        do_all()
        assert Job.objects.get().attempts == attempt
        clock.shift(LONGEST_WAIT)
    assert Job.objects.get().given_up_at is not None


def test_no_wait_is_longer_than_the_longest(clock: time_machine.Traveller) -> None:
    chores.fail_for_ever.enqueue()
    Job.objects.update(attempts=900)
    do_all()
    assert Job.objects.get().run_at == now() + LONGEST_WAIT


@pytest.mark.parametrize(
    "name", ["tests.core.chores.gone", "tests.gone.chore", "tests.core.chores.not_a_job", "gone"]
)
def test_a_job_that_exists_no_longer_is_given_up_with_its_name(
    name: str, paper: Path, caplog: pytest.LogCaptureFixture
) -> None:
    Job.objects.create(task=name, enqueued_at=now(), run_at=now(), priority=1)
    chores.write_down.enqueue(str(paper), "the next")
    assert do_all() == 2
    job = Job.objects.get(task=name)
    assert (job.attempts, job.leased_until) == (1, None)
    assert job.given_up_at is not None
    assert job.error.startswith(f"{name} is no job of this version")
    assert name in caplog.text
    assert lines(paper) == ["the next"]


def test_a_job_that_misses_a_module_is_tried_again(clock: time_machine.Traveller) -> None:
    chores.miss_a_module.enqueue()
    do_all()
    job = Job.objects.get()
    assert job.given_up_at is None
    assert job.error.startswith("ImportError")


# When a worker ends


@several_processes
def test_a_killed_workers_job_is_taken_up_when_its_lease_has_ended(
    start: Start, paper: Path
) -> None:
    chores.linger.enqueue(str(paper))
    worker = start("all that is due")
    begin_together(worker)
    hear(worker, "begun")
    worker.send_signal(signal.SIGKILL)
    worker.wait(PATIENCE)
    assert do_all() == 0, "the lease has not ended"
    with time_machine.travel(now() + LEASE + timedelta(seconds=1)):
        assert do_all("the next") == 1
    job = Job.objects.get()
    assert (job.attempts, job.worker) == (2, "the next")
    assert job.finished_at is not None
    assert lines(paper) == ["begun", "begun", "done"]


@several_processes
def test_a_worker_that_is_told_to_stop_finishes_the_job_in_hand_and_leaves_the_rest(
    start: Start, paper: Path
) -> None:
    chores.linger.using(priority=2).enqueue(str(paper))
    chores.write_down.using(priority=1).enqueue(str(paper), "left to the next")
    worker = start("as on a board")
    begin_together(worker)
    hear(worker, "begun")
    worker.send_signal(signal.SIGTERM)
    tell(worker)
    finish(worker)
    assert lines(paper) == ["begun", "done"]
    do_all()
    assert lines(paper)[2:] == ["left to the next"]


def test_a_job_that_ends_every_worker_is_given_up(paper: Path) -> None:
    chores.write_down.enqueue(str(paper), "never")
    # Five times it was taken up, and then the worker was gone.
    Job.objects.update(attempts=5, leased_until=now() - timedelta(seconds=1))
    do_all()
    job = Job.objects.get()
    assert job.given_up_at is not None
    assert job.error == WORKERS_END
    assert lines(paper) == []


def test_a_worker_that_outlives_its_lease_does_not_judge_anothers_work() -> None:
    chores.outlive_its_lease.enqueue()
    work_once("here")
    job = Job.objects.get()
    assert (job.worker, job.attempts) == ("another", 2)
    assert job.error == ""
    assert job.leased_until is not None


# Housekeeping


def test_finished_jobs_stay_for_a_week_and_given_up_ones_longer(
    paper: Path, clock: time_machine.Traveller
) -> None:
    chores.write_down.enqueue(str(paper), "done")
    chores.fail_twice.enqueue()
    Job.objects.filter(task=chores.fail_twice.module_path).update(given_up_at=START)
    do_all()
    clock.shift(KEPT)
    forget_finished_jobs.call()
    assert Job.objects.count() == 2
    clock.shift(1)
    forget_finished_jobs.call()
    assert [job.task for job in Job.objects.all()] == [chores.fail_twice.module_path]
