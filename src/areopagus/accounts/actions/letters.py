"""Writing to a member through the board."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from uuid import uuid4

from django.db import transaction

from areopagus.accounts import permissions, tasks
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.core.clock import now
from areopagus.core.verdict import TooSoon


@transaction.atomic
def write_to_member(actor: Actor, receiver: User, subject: str, text: str) -> None:
    """Leaves the letter with the job worker. Refused or TooSoon says why not."""
    permissions.can_write_to(actor, receiver).insist()
    # Held, so that two letters at once cannot both pass the interval.
    sender = User.objects.select_for_update(no_key=True).get(pk=actor.member_id)
    _insist_on_patience(actor, sender)
    sender.last_letter_at = now()
    sender.save(update_fields=["last_letter_at"])
    tasks.send_letter.enqueue(sender.pk, receiver.pk, subject, text, uuid4().hex)


def _insist_on_patience(actor: Actor, sender: User) -> None:
    interval = actor.group.mail_interval
    if sender.last_letter_at is None or not interval:
        return
    ends = sender.last_letter_at + timedelta(seconds=interval)
    left = ceil((ends - now()).total_seconds())
    if left > 0:
        raise TooSoon(
            f"Between two letters there must be {interval} seconds; please try again in {left}.",
            left,
        )
