"""Learning anew: every day, and soon after a moderator's verdict."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from areopagus.antispam import training
from areopagus.core.jobs.periodic import periodically


@periodically(every=timedelta(hours=24))
@task()
def learn() -> None:
    training.learn()
