"""Rounds go on in the job worker, for some seconds at a time, so that other jobs get their turn."""

from __future__ import annotations

import time
from datetime import timedelta

from django_tasks import task

from areopagus.core.jobs.backend import enqueue_once
from areopagus.core.jobs.periodic import periodically
from areopagus.upkeep import going, summing

SECONDS = 10.0


@task(most_attempts=9)
def go_on(round_id: int) -> None:
    until = time.monotonic() + SECONDS
    while going.go_on(round_id):
        if time.monotonic() > until:
            enqueue_once(go_on, str(round_id), round_id=round_id)
            return


@periodically(every=timedelta(hours=6))
@task()
def sum_up_days() -> None:
    summing.sum_up()


@task()
def sum_up_anew() -> None:
    summing.sum_up(anew=True)
