"""The job worker: takes up what is due, one job at a time, until it is told to stop."""

from __future__ import annotations

import logging
import os
import socket
import threading
from datetime import datetime, timedelta

from django.db import close_old_connections, transaction
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from areopagus.core.clock import now
from areopagus.core.jobs import periodic
from areopagus.core.jobs.models import Job

# A job that has not ended by then belongs to a dead worker and is taken up by another.
LEASE = timedelta(minutes=15)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
POLL_SECONDS = 1.0
# The end of a traceback tells what happened; the whole would only fill the table.
ERROR_LENGTH = 2000

logger = logging.getLogger(__name__)


def work(stop: threading.Event) -> None:
    """Until `stop` is set; the job in hand is finished first."""
    name = f"{socket.gethostname()[:40]}-{os.getpid()}"
    while not stop.is_set():
        close_old_connections()
        periodic.enqueue_due()
        if not work_once(name):
            stop.wait(POLL_SECONDS)


def work_once(worker: str) -> bool:
    """Does the most urgent job that is due; False when there is none."""
    job = _take(worker)
    if job is None:
        return False
    try:
        import_string(job.task).call(*job.arguments["args"], **job.arguments["kwargs"])
    except Exception as error:
        logger.exception("Attempt %s of job %s failed", job.attempts, job)
        _postpone(job, error)
    else:
        _still_ours(job).update(finished_at=now(), leased_until=None)
    return True


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


def _postpone(job: Job, error: Exception) -> None:
    at = now()
    waited = FIRST_WAIT * 4 ** (job.attempts - 1)
    gives_up = job.attempts >= import_string(job.task).most_attempts
    _still_ours(job).update(
        leased_until=None,
        run_at=at + min(waited, LONGEST_WAIT),
        given_up_at=at if gives_up else None,
        error=f"{type(error).__name__}: {error}"[:ERROR_LENGTH],
    )


def _still_ours(job: Job) -> QuerySet[Job]:
    """Nothing, when the lease ran out and another worker has taken the job up since."""
    return Job.objects.filter(pk=job.pk, attempts=job.attempts, finished_at=None)
