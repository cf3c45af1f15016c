"""Asking that a decision be looked at again, and answering."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from areopagus.accounts.actors import Actor
from areopagus.accounts.notices import tell
from areopagus.core.clock import now
from areopagus.core.ledger import recording, undoing
from areopagus.core.ledger.models import Batch
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import NotFound, Refused
from areopagus.moderation import deeds, notices, permissions, tasks
from areopagus.moderation.models import Appeal

Outcome = Appeal.Outcome


def appeal(actor: Actor, batch_id: int, text: str) -> Appeal:
    batch = permissions.decisions_about(actor).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound
    permissions.can_appeal(actor, batch).insist()
    if not text.strip():
        raise Refused("Say in a few words why the decision should be looked at again.")
    try:
        with transaction.atomic():
            made = Appeal.objects.create(
                batch=batch, member_id=actor.member_id, text=text.strip(), made_at=now()
            )
            tasks.tell_staff_of_appeal.enqueue(made.pk)
            return made
    except IntegrityError as error:
        raise Refused(permissions.APPEALED) from error


@transaction.atomic
def answer(actor: Actor, appeal_id: int, outcome: Appeal.Outcome, text: str) -> Deed:
    """Obstructed says what stands in the way of taking the decision back; then nothing is answered."""
    if not permissions.visible_appeals(actor).filter(pk=appeal_id).exists():
        raise NotFound
    held = Appeal.objects.select_for_update(of=("self",), no_key=True).select_related(
        "batch", "member"
    )
    asked = held.get(pk=appeal_id)
    permissions.can_answer(actor, asked).insist()
    if not text.strip():
        raise Refused("Write an answer; the member reads it.")
    if outcome == Outcome.UNDONE:
        _undo(actor, asked, text.strip())
    with recording.batch(actor, deeds.APPEAL_ANSWERED, text.strip()) as deed:
        deed.details = {"member": asked.member.name, "outcome": outcome.label.lower()}
        for name, pk in asked.batch.subjects.exclude(name="member").values_list(
            "name", "subject_id"
        ):
            deed.subjects[name].add(pk)
        deed.concerns(member=[asked.member_id])
        deed.change(
            asked,
            outcome=outcome,
            answer=text.strip(),
            answered_at=now(),
            answered_by_name=actor.name,
        )
        tasks.tell_decision.enqueue(asked.member_id, notices.ANSWERS[outcome], text.strip())
        tell(notices.ANSWERED, asked.pk, [asked.member_id])
    return deed


def _undo(actor: Actor, asked: Appeal, reason: str) -> Batch:
    """For this member alone, when the deed was done to several."""
    if asked.batch.subjects.filter(name="member").count() > 1:
        return undoing.undo_for(actor, asked.batch_id, [asked.member_id], reason)
    return undoing.undo(actor, asked.batch_id, reason)
