"""Having it found out what is known of every account."""

from __future__ import annotations

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.housekeeping import tasks
from areopagus.housekeeping.permissions import insist_on_administrator


@transaction.atomic
def gather_in_background(actor: Actor) -> None:
    insist_on_administrator(actor)
    tasks.gather.enqueue()
