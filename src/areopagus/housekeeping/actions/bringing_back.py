"""Undoing a sweep: all of it, what one rule did, or for one member."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from areopagus.accounts.actors import Actor
from areopagus.core.ledger import undoing
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import NotFound, Refused
from areopagus.housekeeping.models import Chosen, Sweep
from areopagus.housekeeping.permissions import insist_on_administrator


@transaction.atomic
def bring_back(actor: Actor, sweep_id: int, user_id: int, reason: str = "") -> Batch:
    """One member, with all that the sweep has hidden of theirs."""
    return _undo_for(actor, sweep_id, Chosen.objects.filter(user=user_id), reason)


@transaction.atomic
def undo_rule(actor: Actor, sweep_id: int, rule_id: str, reason: str = "") -> Batch:
    """Everybody whom no other rule of the sweep has chosen as well."""
    return _undo_for(actor, sweep_id, Chosen.objects.filter(rules=[rule_id]), reason)


@transaction.atomic
def undo_sweep(actor: Actor, sweep_id: int, reason: str = "") -> Batch:
    """All of it."""
    return undoing.undo(actor, _batch_of(actor, sweep_id), reason)


def _undo_for(actor: Actor, sweep_id: int, rows: QuerySet[Chosen], reason: str) -> Batch:
    batch_id = _batch_of(actor, sweep_id)
    members = list(rows.filter(sweep=sweep_id).values_list("user", flat=True))
    if not members:
        raise NotFound
    return undoing.undo_for(actor, batch_id, members, reason)


def _batch_of(actor: Actor, sweep_id: int) -> int:
    insist_on_administrator(actor)
    sweep = Sweep.objects.filter(pk=sweep_id).first()
    if sweep is None:
        raise NotFound
    if sweep.batch_id is None:
        raise Refused("This sweep has done nothing yet that could be undone.")
    return sweep.batch_id
