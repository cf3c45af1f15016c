"""What happens elsewhere and matters at the door."""

from __future__ import annotations

from areopagus.accounts.events import MemberRegistered
from areopagus.antispam import actions, options, tasks, training
from areopagus.boards.events import WritingApproved, WritingRejected
from areopagus.core.events import joins, listens_to
from areopagus.core.jobs.backend import enqueue_once
from areopagus.core.ledger.events import DeedDone


@joins(WritingApproved)
def approved(_: WritingApproved) -> None:
    enqueue_once(tasks.learn, "soon")


@joins(WritingRejected)
def rejected(_: WritingRejected) -> None:
    enqueue_once(tasks.learn, "soon")


@joins(DeedDone)
def cleaned(event: DeedDone) -> None:
    if event.kind == training.CLEANED:
        enqueue_once(tasks.learn, "soon")


@joins(MemberRegistered)
def ask_elsewhere(event: MemberRegistered) -> None:
    if options.STOPFORUMSPAM.get():
        tasks.ask_about.enqueue(event.user_id)


@listens_to(MemberRegistered)
def registered(_: MemberRegistered) -> None:
    actions.raid_by_rule()
