"""Who is kept after all: by their own word, or because somebody looked."""

from __future__ import annotations

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.core.clock import now
from areopagus.core.verdict import NotFound, Refused
from areopagus.housekeeping.actions.planning import planned
from areopagus.housekeeping.models import Chosen
from areopagus.housekeeping.permissions import insist_on_administrator


@transaction.atomic
def keep_me(chosen_id: int) -> Chosen:
    """The member's own word, through the signed link in their mail. Saying it twice is no error."""
    chosen = _held(chosen_id)
    if not chosen.sweep.is_planned:
        raise Refused(
            "That is over: nothing more happens by it. Signing in as ever is enough to be back."
        )
    if chosen.kept_at is None:
        chosen.kept_at = now()
        chosen.save(update_fields=["kept_at"])
    return chosen


@transaction.atomic
def spare(actor: Actor, sweep_id: int, user_id: int) -> Chosen:
    """Takes one member out of a planned sweep."""
    insist_on_administrator(actor)
    planned(sweep_id)
    found = Chosen.objects.filter(sweep=sweep_id, user=user_id).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound
    chosen = _held(found)
    chosen.spared_at = chosen.spared_at or now()
    chosen.save(update_fields=["spared_at"])
    return chosen


def _held(chosen_id: int) -> Chosen:
    rows = Chosen.objects.select_for_update(of=("self",), no_key=True)
    chosen = rows.select_related("sweep", "user").filter(pk=chosen_id).first()
    if chosen is None:
        raise NotFound
    return chosen
