"""The job worker and what waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import QuerySet

from areopagus.core.clock import now
from areopagus.core.jobs.models import Beat, Job
from areopagus.upkeep.readings.reading import Reading

SILENT = timedelta(minutes=2)
LATE = timedelta(minutes=10)
SHOWN = 50


def worker() -> Reading:
    """Two queries."""
    at = now()
    busy = Job.objects.filter(leased_until__gt=at, finished_at=None).order_by("started_at").first()
    beating = Beat.objects.filter(beat_at__gt=at - SILENT).count()
    if busy is not None and busy.started_at is not None:
        name, since = name_of(busy), in_words(at - busy.started_at)
        return Reading("Job worker", f"at work on “{name}” for {since}")
    if beating:
        return Reading("Job worker", "waiting for work")
    return Reading(
        "Job worker",
        "not there",
        "Mails are not sent and nothing that takes long is done. “areopagus serve” starts a worker and starts it again "
        "when it ends; look at what the board writes to its console or journal.",
    )


def queue() -> Reading:
    """Two queries."""
    at = now()
    due = Job.objects.filter(finished_at=None, given_up_at=None, run_at__lte=at)
    oldest = due.filter(leased_until=None).order_by("run_at").first()
    count = due.count()
    if oldest is None:
        return Reading("Waiting jobs", "none")
    age = at - oldest.run_at
    advice = ""
    if age > LATE:
        advice = f"“{name_of(oldest)}” has waited for {in_words(age)}. Is the worker there, and what is it at?"
    value = f"{count:,}, the oldest for {in_words(age)}"
    return Reading("Waiting jobs", value, advice)


def failed(count: int) -> Reading:
    if not count:
        return Reading("Failed jobs", "none")
    return Reading(
        "Failed jobs", f"{count:,}", "They were tried several times and given up; see below why."
    )


def failed_jobs() -> QuerySet[Job]:
    """The latest first."""
    return Job.objects.exclude(given_up_at=None).filter(finished_at=None).order_by("-given_up_at")


def name_of(job: Job) -> str:
    """ "areopagus.accounts.tasks.send_letter" as "send letter (accounts)"."""
    *_, room, _tasks, name = f"..{job.task}".split(".")
    return f"{name.replace('_', ' ')} ({room})"


def in_words(time: timedelta) -> str:
    seconds = int(time.total_seconds())
    steps: Sequence[tuple[int, str]] = (
        (86_400, "day"),
        (3_600, "hour"),
        (60, "minute"),
        (1, "second"),
    )
    size, unit = next((step for step in steps if seconds >= step[0]), steps[-1])
    count = max(0, seconds // size)
    return f"{count:,} {unit}{'' if count == 1 else 's'}"
