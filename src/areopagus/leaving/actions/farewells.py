"""The wish to be forgotten, and the way back. Nobody has it done to somebody else, and nobody hastens it."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.core.clock import now
from areopagus.core.verdict import NotFound, Refused
from areopagus.leaving import letters, options, permissions
from areopagus.leaving.models import Farewell
from areopagus.leaving.standing import leaving
from areopagus.leaving.tasks import tell_of_farewell

TOO_LATE = "The erasure has begun, and there is no way back."


@transaction.atomic
def ask_to_leave(actor: Actor) -> Farewell:
    """By the member, who has just given their password. Asking twice changes nothing."""
    member = permissions.insist_on_member(actor)
    User.objects.select_for_update(no_key=True).get(pk=member.pk)
    permissions.can_leave(member).insist()
    if (asked := Farewell.objects.filter(user=member.pk).first()) is not None:
        return asked
    at = now()
    made = Farewell.objects.create(
        user_id=member.pk, asked_at=at, due_at=at + timedelta(days=options.WAIT_DAYS.get())
    )
    leaving.forget()
    tell_of_farewell.enqueue(made.pk)
    return made


@transaction.atomic
def stay(actor: Actor) -> None:
    """Taking it back twice changes nothing."""
    member = permissions.insist_on_member(actor)
    _take_back(Farewell.objects.filter(user=member.pk))


@transaction.atomic
def stay_by_link(token: str) -> None:
    """By the link in the mail, without signing in."""
    farewell_id, asked_at = letters.farewell_of(token)
    found = Farewell.objects.filter(pk=farewell_id)
    if any(int(one.asked_at.timestamp()) != asked_at for one in found):
        raise NotFound
    _take_back(found)


def _take_back(found: QuerySet[Farewell]) -> None:
    farewell = found.select_for_update(no_key=True).first()
    if farewell is None:
        return
    if farewell.begun_at is not None:
        raise Refused(TOO_LATE)
    farewell.delete()
    leaving.forget()
