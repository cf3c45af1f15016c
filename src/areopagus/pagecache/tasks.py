from __future__ import annotations

from django_tasks import task

from areopagus.core.clock import now
from areopagus.core.jobs.backend import enqueue_once
from areopagus.pagecache import purging


@task()
def purge() -> None:
    if purging.send_due():
        enqueue_once(purge.using(run_after=now() + purging.AGAIN), "again")
