"""Members who must never be hit."""

from __future__ import annotations

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.accounts.names import key_of
from areopagus.core.clock import now
from areopagus.core.verdict import NotFound, Refused
from areopagus.housekeeping.models import Canary
from areopagus.housekeeping.permissions import insist_on_administrator


@transaction.atomic
def name_canary(actor: Actor, name: str) -> Canary:
    """By their name, whatever its case."""
    insist_on_administrator(actor)
    member = User.objects.filter(name_key=key_of(name)).first()
    if member is None:
        raise Refused("There is no member of that name.")
    canary, _ = Canary.objects.get_or_create(
        user=member, defaults={"named_at": now(), "named_by_name": actor.name}
    )
    return canary


@transaction.atomic
def release_canary(actor: Actor, user_id: int) -> None:
    insist_on_administrator(actor)
    gone, _ = Canary.objects.filter(user=user_id).delete()
    if not gone:
        raise NotFound
