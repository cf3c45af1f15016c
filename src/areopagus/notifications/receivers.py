"""What happens that somebody may have asked to be told of, and what makes a notice read."""

from __future__ import annotations

from areopagus.accounts.events import SessionRenewed
from areopagus.accounts.notices import MembersToBeTold
from areopagus.boards.events import (
    EverythingRead,
    PostEdited,
    PostPublished,
    ReadingTakenBack,
    TopicsRead,
)
from areopagus.core.events import joins
from areopagus.notifications import reading, tasks
from areopagus.notifications.push import sessions


@joins(PostPublished)
def post_published(event: PostPublished) -> None:
    tasks.tell_of.enqueue([event.post_id])


@joins(PostEdited)
def post_edited(event: PostEdited) -> None:
    tasks.tell_of_edit.enqueue(event.post_id)


@joins(MembersToBeTold)
def members_to_be_told(event: MembersToBeTold) -> None:
    tasks.tell_members.enqueue(f"{event.kind}:{event.subject_id}", list(event.user_ids))


@joins(TopicsRead)
def topics_read(event: TopicsRead) -> None:
    """One query while none of the readers has a notice, which is the rule."""
    reading.topics_were_read(event.marks, event.at)


@joins(EverythingRead)
def everything_read(event: EverythingRead) -> None:
    reading.everything_was_read(event.user_id, event.at)


@joins(ReadingTakenBack)
def reading_taken_back(event: ReadingTakenBack) -> None:
    reading.take_back(event.user_id, event.at)


@joins(SessionRenewed)
def session_renewed(event: SessionRenewed) -> None:
    sessions.follow(event.was, event.key)
