"""Letters to those whom a sweep has chosen, and evidence gathered in the background."""

from __future__ import annotations

from django.db import transaction
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
    """Not sent any more when the sweep is over or the member is kept. Done twice it sends once."""
    with transaction.atomic():
        rows = Chosen.objects.select_for_update(of=("self",), no_key=True)
        chosen = rows.select_related("sweep", "user").filter(pk=chosen_id).first()
        if chosen is None or not chosen.sweep.is_planned:
            return
        if chosen.written_to_at or chosen.kept_at or chosen.spared_at:
            return
        notices.compose(chosen).send()
        chosen.written_to_at = now()
        chosen.save(update_fields=["written_to_at"])
