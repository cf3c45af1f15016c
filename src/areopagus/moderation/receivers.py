"""What happens here and is told to those it concerns."""

from __future__ import annotations

from collections.abc import Sequence

from areopagus.accounts.notices import tell
from areopagus.boards.events import (
    WritingApproved,
    WritingFlagged,
    WritingHeld,
    WritingRejected,
)
from areopagus.boards.models import HeldWriting, Post
from areopagus.core.clock import now
from areopagus.core.events import joins
from areopagus.core.ledger.events import DeedDone
from areopagus.core.ledger.kinds import kind_named
from areopagus.moderation import notices, tasks
from areopagus.moderation.events import CaseSettled, PostReported
from areopagus.moderation.models import Report


@joins(CaseSettled)
def case_settled(event: CaseSettled) -> None:
    for report_id, reporter in _reporters(event.report_ids):
        tasks.tell_reporter.enqueue(report_id)
        tell(notices.SETTLED, report_id, [reporter] if reporter else [])


def _reporters(report_ids: Sequence[int]) -> list[tuple[int, int | None]]:
    found = Report.objects.filter(pk__in=report_ids).order_by("pk")
    return list(found.values_list("pk", "reporter_id"))


@joins(PostReported)
def post_reported(event: PostReported) -> None:
    tasks.tell_staff_of_report.enqueue(event.report_id)


@joins(WritingFlagged)
def writing_flagged(event: WritingFlagged) -> None:
    """A case of nobody's: the board itself has reported the post."""
    post = Post.objects.get(pk=event.post_id)
    made = Report.objects.create(
        post=post,
        reporter=None,
        reporter_name="A rule of the board",
        reason="\n".join(event.evidence) or "A rule of the board asks you to look at it.",
        reported_at=now(),
        source=post.source,
    )
    tasks.tell_staff_of_report.enqueue(made.pk)


@joins(WritingHeld)
def writing_held(event: WritingHeld) -> None:
    tasks.tell_staff_of_held.enqueue(event.held_id)


@joins(WritingApproved)
def writing_approved(event: WritingApproved) -> None:
    _tell_writer(event.held_id)


@joins(WritingRejected)
def writing_rejected(event: WritingRejected) -> None:
    _tell_writer(event.held_id)


def _tell_writer(held_id: int) -> None:
    tasks.tell_writer.enqueue(held_id)
    author = HeldWriting.objects.filter(pk=held_id).values_list("author", flat=True).first()
    tell(notices.DECIDED, held_id, [author] if author else [])


@joins(DeedDone)
def deed_done(event: DeedDone) -> None:
    """Whoever reads of it among the decisions about them."""
    if event.undoes is None and kind_named(event.kind).tells:
        tell(notices.DECISION, event.batch_id, event.ids_of("member"))
