"""The job worker: takes up what is due, one job after the other, until it is told to stop."""

from __future__ import annotations

import logging
import math
import os
import socket
import threading
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, close_old_connections, transaction
from django.db.models import Q, QuerySet

from areopagus.core.clock import now
from areopagus.core.jobs import periodic
from areopagus.core.jobs.backend import NO_ARGUMENTS, NoSuchJob, RetriedTask, task_named
from areopagus.core.jobs.models import Beat, Job

# A job that has not ended by then belongs to a dead worker and is taken up by another.
LEASE = timedelta(minutes=15)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
POLL_SECONDS = 1.0
# Not at each look: the board of somebody who sleeps should sleep, too.
BEAT_SECONDS = 30.0
# The name and words of an error tell what happened; a traceback stands in the log.
ERROR_LENGTH = 2000
# A job that ends its own worker (it may eat all memory) must not do so for ever.
WORKERS_END = "Every worker that took it up has ended in the middle of it."

logger = logging.getLogger(__name__)


def work(stop: threading.Event) -> None:
    """Until `stop` is set; the job in hand is finished first."""
    name = f"{socket.gethostname()[:40]}-{os.getpid()}"
    beaten = looked = -math.inf
    while not stop.is_set():
        close_old_connections()
        at = time.monotonic()
        if at - beaten >= BEAT_SECONDS:
            beaten = at
            beat(name)
        if at - looked >= POLL_SECONDS:
            looked = at
            periodic.enqueue_due()
        if not work_once(name):
            stop.wait(POLL_SECONDS)
    Beat.objects.filter(worker=name).delete()


def beat(worker: str) -> None:
    """While it is busy, its job says that it is there."""
    Beat.objects.update_or_create(worker=worker, defaults={"beat_at": now()})


def work_once(worker: str) -> bool:
    """Does the most urgent job that is due, and with it others that are done together; False when there is none."""
    jobs = _take(worker)
    if not jobs:
        return False
    job = jobs[0]
    try:
        task = task_named(job.task)
    except NoSuchJob as error:
        logger.error("Job %s is given up: %s", job, error)  # noqa: TRY400 - the name tells it all.
        _give_up(job, str(error))
        return True
    if job.attempts > task.most_attempts:
        logger.error("Job %s is given up: %s", job, WORKERS_END)
        _give_up(job, WORKERS_END)
        return True
    _attempt(jobs, task)
    return True


def _attempt(jobs: Sequence[Job], task: RetriedTask) -> None:
    try:
        task.call(*_arguments(jobs), **jobs[0].arguments["kwargs"])
    except Exception as error:
        logger.exception("Attempt %s of job %s failed", jobs[0].attempts, jobs[0])
        for job in jobs:
            _postpone(job, task, f"{type(error).__name__}: {error}")
    else:
        # What it was told may be somebody's letter; that must not lie about.
        _still_ours(*jobs).update(finished_at=now(), leased_until=None, arguments=NO_ARGUMENTS)


def _arguments(jobs: Sequence[Job]) -> list[Any]:
    if len(jobs) == 1:
        said: list[Any] = jobs[0].arguments["args"]
        return said
    return [[one for job in jobs for one in job.arguments["args"][0]]]


def _take(worker: str) -> list[Job]:
    at = now()
    # Asked without a lock first: an idle worker must not hold up those who write.
    if not _due(at).exists():
        return []
    with transaction.atomic():
        due = _due(at).select_for_update(skip_locked=True)
        first = due.order_by("-priority", "run_at").first()
        if first is None:
            return []
        jobs = [first, *_others(first, due)]
        for job in jobs:
            job.attempts += 1
            job.worker, job.started_at, job.leased_until = worker, at, at + LEASE
        Job.objects.filter(pk__in=[job.pk for job in jobs]).update(
            attempts=first.attempts, worker=worker, started_at=at, leased_until=first.leased_until
        )
    return jobs


def _others(first: Job, due: QuerySet[Job]) -> list[Job]:
    """What may be done in the same call. Whatever has failed once, or ended its worker, is done by itself."""
    if first.attempts or (together := _together(first.task)) == 1:
        return []
    fresh = due.filter(task=first.task, attempts=0, unique_key=None).exclude(pk=first.pk)
    return list(fresh.order_by("run_at")[: together - 1])


def _together(name: str) -> int:
    try:
        return task_named(name).together
    except NoSuchJob:
        return 1


def _due(at: datetime) -> QuerySet[Job]:
    free = Q(leased_until=None) | Q(leased_until__lt=at)
    return Job.objects.filter(free, finished_at=None, given_up_at=None, run_at__lte=at)


def _postpone(job: Job, task: RetriedTask, reason: str) -> None:
    if job.attempts >= task.most_attempts:
        _give_up(job, reason)
        return
    wait = min(FIRST_WAIT * 4 ** min(job.attempts - 1, 10), LONGEST_WAIT)
    try:
        with transaction.atomic():
            _still_ours(job).update(
                leased_until=None, run_at=now() + wait, error=reason[:ERROR_LENGTH]
            )
    except IntegrityError:
        # Another with its unique key has been enqueued since and will do the work of both.
        _still_ours(job).delete()


def _give_up(job: Job, reason: str) -> None:
    _still_ours(job).update(leased_until=None, given_up_at=now(), error=reason[:ERROR_LENGTH])


def _still_ours(*jobs: Job) -> QuerySet[Job]:
    """Those whose lease has not run out, so that another worker has taken them up since."""
    mine = [job.pk for job in jobs]
    return Job.objects.filter(pk__in=mine, attempts=jobs[0].attempts, finished_at=None)
