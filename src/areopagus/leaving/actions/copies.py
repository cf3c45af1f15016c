"""A copy of what is kept: asked for, and handed out to its member alone."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.core.clock import now
from areopagus.core.verdict import NotFound, Refused
from areopagus.leaving import permissions
from areopagus.leaving.models import Copy
from areopagus.leaving.tasks import make_copy

BETWEEN = timedelta(hours=24)


@transaction.atomic
def ask_for_copy(actor: Actor) -> Copy:
    """One a day. An earlier one goes when the new one is asked for."""
    member = permissions.insist_on_member(actor)
    # Held, so that a hundred forms sent at once are one.
    User.objects.select_for_update(no_key=True).get(pk=member.pk)
    mine = Copy.objects.filter(user=member.pk)
    if mine.filter(asked_at__gt=now() - BETWEEN).exists():
        raise Refused("You have asked for a copy today. The next can be asked for tomorrow.")
    mine.delete()
    copy = Copy.objects.create(user_id=member.pk, asked_at=now())
    make_copy.enqueue(copy.pk)
    return copy


def hand_out(actor: Actor, copy_id: int) -> Copy:
    """To whom it is about. Whether it is them, the view has asked."""
    member = permissions.insist_on_member(actor)
    copy = Copy.objects.filter(pk=copy_id, user=member.pk).exclude(made_at=None).first()
    if copy is None:
        raise NotFound
    if copy.over_at is not None and copy.over_at < now():
        raise Refused("This copy is not there any more. Please ask for a new one.")
    return copy
