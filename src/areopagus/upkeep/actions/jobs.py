"""Jobs that were given up: tried again, or let go."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from areopagus.accounts.actors import Actor
from areopagus.core.clock import now
from areopagus.core.jobs.backend import NO_ARGUMENTS
from areopagus.core.jobs.models import Job
from areopagus.core.verdict import NotFound, Refused
from areopagus.upkeep import permissions


def try_again(actor: Actor, job_id: int) -> Job:
    """As often as if it were new."""
    permissions.insist_on_administrator(actor)
    try:
        with transaction.atomic():
            job = _held(job_id)
            job.given_up_at, job.attempts, job.run_at, job.error = None, 0, now(), ""
            job.save(update_fields=["given_up_at", "attempts", "run_at", "error"])
    except IntegrityError as error:
        raise Refused("The same work is waiting to be done already; let this one go.") from error
    return job


@transaction.atomic
def let_go(actor: Actor, job_id: int) -> None:
    """It is not done. What it was told may be somebody's letter, and does not lie about any longer."""
    permissions.insist_on_administrator(actor)
    job = _held(job_id)
    job.finished_at, job.arguments = now(), NO_ARGUMENTS
    job.save(update_fields=["finished_at", "arguments"])


def _held(job_id: int) -> Job:
    given_up = Job.objects.exclude(given_up_at=None).filter(finished_at=None)
    job = given_up.select_for_update(no_key=True).filter(pk=job_id).first()
    if job is None:
        raise NotFound
    return job
