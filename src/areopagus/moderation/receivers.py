"""What happens here and is told to those it concerns."""

from __future__ import annotations

from areopagus.boards.events import WritingApproved, WritingFlagged, WritingRejected
from areopagus.boards.models import Post
from areopagus.core.clock import now
from areopagus.core.events import joins
from areopagus.moderation import tasks
from areopagus.moderation.events import CaseSettled
from areopagus.moderation.models import Report


@joins(CaseSettled)
def case_settled(event: CaseSettled) -> None:
    for report_id in event.report_ids:
        tasks.tell_reporter.enqueue(report_id)


@joins(WritingFlagged)
def writing_flagged(event: WritingFlagged) -> None:
    """A case of nobody's: the board itself has reported the post."""
    post = Post.objects.get(pk=event.post_id)
    Report.objects.create(
        post=post,
        reporter=None,
        reporter_name="A rule of the board",
        reason="\n".join(event.evidence) or "A rule of the board asks you to look at it.",
        reported_at=now(),
        source=post.source,
    )


@joins(WritingApproved)
def writing_approved(event: WritingApproved) -> None:
    tasks.tell_writer.enqueue(event.held_id)


@joins(WritingRejected)
def writing_rejected(event: WritingRejected) -> None:
    tasks.tell_writer.enqueue(event.held_id)
