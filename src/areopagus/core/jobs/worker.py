"""The job worker: takes up what is due, one job at a time, until it is told to stop."""

from __future__ import annotations

import logging
import math
import os
import socket
import threading
import time
from datetime import datetime, timedelta

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
    beaten = -math.inf
    while not stop.is_set():
        close_old_connections()
        if time.monotonic() - beaten >= BEAT_SECONDS:
            beaten = time.monotonic()
            beat(name)
        periodic.enqueue_due()
        if not work_once(name):
            stop.wait(POLL_SECONDS)
    Beat.objects.filter(worker=name).delete()


def beat(worker: str) -> None:
    """While it is busy, its job says that it is there."""
    Beat.objects.update_or_create(worker=worker, defaults={"beat_at": now()})


def work_once(worker: str) -> bool:
    """Does the most urgent job that is due; False when there is none."""
    job = _take(worker)
    if job is None:
        return False
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
    _attempt(job, task)
    return True


def _attempt(job: Job, task: RetriedTask) -> None:
    try:
        task.call(*job.arguments["args"], **job.arguments["kwargs"])
    except Exception as error:
        logger.exception("Attempt %s of job %s failed", job.attempts, job)
        _postpone(job, task, f"{type(error).__name__}: {error}")
    else:
        # What it was told may be somebody's letter; that must not lie about.
        _still_ours(job).update(finished_at=now(), leased_until=None, arguments=NO_ARGUMENTS)


def _take(worker: str) -> Job | None:
    at = now()
    # Asked without a lock first: an idle worker must not hold up those who write.
    if not _due(at).exists():
        return None
    with transaction.atomic():
        job = _due(at).select_for_update(skip_locked=True).order_by("-priority", "run_at").first()
        if job is None:
            return None
        job.attempts += 1
        job.worker, job.started_at, job.leased_until = worker, at, at + LEASE
        job.save(update_fields=["attempts", "worker", "started_at", "leased_until"])
    return job


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


def _still_ours(job: Job) -> QuerySet[Job]:
    """Nothing, when the lease ran out and another worker has taken the job up since."""
    return Job.objects.filter(pk=job.pk, attempts=job.attempts, finished_at=None)
