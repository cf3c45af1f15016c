"""The jobs' own housekeeping."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from areopagus.core.clock import now
from areopagus.core.jobs.models import Beat, Job
from areopagus.core.jobs.periodic import periodically

KEPT = timedelta(days=7)


@periodically(every=timedelta(days=1))
@task()
def forget_finished_jobs() -> None:
    """Finished jobs stay for a week; what was given up stays until somebody has looked at it."""
    Job.objects.filter(finished_at__lt=now() - KEPT).delete()
    # Of workers that ended without a word.
    Beat.objects.filter(beat_at__lt=now() - KEPT).delete()
