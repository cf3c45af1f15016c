"""Rounds are begun, stopped, and go on."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from areopagus.accounts.actors import Actor
from areopagus.core.clock import now
from areopagus.core.jobs.backend import enqueue_once
from areopagus.core.verdict import NotFound, Refused
from areopagus.upkeep import going, permissions, tasks
from areopagus.upkeep.models import Round

UNDER_WAY = "This is under way already. Look at how far it has come."


def begin_round(actor: Actor, kind: str, *, is_whole: bool = False) -> Round:
    permissions.insist_on_administrator(actor)
    if kind not in Round.Kind.values:
        raise NotFound
    one = Round(kind=kind, is_whole=is_whole, begun_at=now(), begun_by_name=actor.name)
    one.total_count = going.total_of(one)
    return _let_go_on(one)


def stop_round(actor: Actor, round_id: int) -> Round:
    """The piece in hand is finished. Stopping it twice changes nothing."""
    permissions.insist_on_administrator(actor)
    with transaction.atomic():
        one = _held(round_id)
        if one.is_under_way:
            one.stopped_at = now()
            one.save(update_fields=["stopped_at"])
    return one


def resume_round(actor: Actor, round_id: int) -> Round:
    """From where it was stopped."""
    permissions.insist_on_administrator(actor)
    with transaction.atomic():
        one = _held(round_id)
        if one.finished_at is not None:
            raise Refused("This is finished. Begin it anew.")
        one.stopped_at = None
        return _let_go_on(one)


def _held(round_id: int) -> Round:
    one = Round.objects.select_for_update(no_key=True).filter(pk=round_id).first()
    if one is None:
        raise NotFound
    return one


def _let_go_on(one: Round) -> Round:
    try:
        with transaction.atomic():
            one.save()
            enqueue_once(tasks.go_on, str(one.pk), round_id=one.pk)
    except IntegrityError as error:
        raise Refused(UNDER_WAY) from error
    return one
