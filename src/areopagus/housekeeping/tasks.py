"""Letters to those whom a sweep has chosen, and evidence gathered in the background."""

from __future__ import annotations

from django_tasks import task

from areopagus.core.clock import now
from areopagus.housekeeping import notices
from areopagus.housekeeping.gathering import gather_evidence
from areopagus.housekeeping.models import Chosen


@task()
def gather() -> None:
    gather_evidence()


@task(most_attempts=9)
def send_notice(chosen_id: int) -> None:
    """Not sent any more when the sweep is over or the member is kept.

    In no transaction, for a mail server takes its time. A worker that is killed between sending and noting it sends
    once more, with the same Message-ID.
    """
    waiting = Chosen.objects.filter(pk=chosen_id, written_to_at=None, kept_at=None, spared_at=None)
    chosen = waiting.select_related("sweep", "user").first()
    if chosen is None or not chosen.sweep.is_planned:
        return
    notices.compose(chosen).send()
    Chosen.objects.filter(pk=chosen_id).update(written_to_at=now())
