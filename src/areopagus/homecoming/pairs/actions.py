"""What a member answers to "Is this you?"."""

from __future__ import annotations

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.core.clock import now
from areopagus.core.verdict import NotFound
from areopagus.homecoming.models import Pair


@transaction.atomic
def decline(actor: Actor, pair_id: int) -> Pair:
    """Not asked again. They can claim the posts all the same, on the ghost's page."""
    pair = (
        Pair.objects.select_for_update(no_key=True).filter(pk=pair_id, user=actor.user_id).first()
    )
    if pair is None or actor.user is None:
        raise NotFound
    pair.declined_at = pair.declined_at or now()
    pair.save(update_fields=["declined_at"])
    return pair
