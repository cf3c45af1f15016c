"""What happens here and is told to those it concerns."""

from __future__ import annotations

from areopagus.core.events import joins
from areopagus.moderation import tasks
from areopagus.moderation.events import CaseSettled


@joins(CaseSettled)
def case_settled(event: CaseSettled) -> None:
    for report_id in event.report_ids:
        tasks.tell_reporter.enqueue(report_id)
