"""A round going on: a piece at a time, each in a transaction of its own that also says how far it has come."""

from __future__ import annotations

from django.db import transaction

from areopagus.core.clock import now
from areopagus.upkeep.models import Round
from areopagus.upkeep.stages import STAGES


def total_of(one: Round) -> int:
    return sum(stage.rows(one).count() for stage in STAGES[one.kind])


def go_on(round_id: int) -> bool:
    """Does the next piece; False when the round is over or was stopped."""
    one = Round.objects.filter(pk=round_id).first()
    if one is None or not one.is_under_way:
        return False
    stage = STAGES[one.kind][one.stage]
    rows = stage.look(stage.rows(one).filter(pk__gt=one.last_id).order_by("pk")[: stage.at_once])
    with transaction.atomic():
        held = Round.objects.select_for_update(no_key=True).get(pk=round_id)
        if not held.is_under_way:
            return False
        if (held.stage, held.last_id) != (one.stage, one.last_id):
            # Another worker was faster; its piece is not done twice.
            return True
        held.worked_at = now()
        if rows:
            held.mended_count += stage.write(rows)
            held.done_count += len(rows)
            held.last_id = rows[-1][0]
        elif one.stage + 1 < len(STAGES[one.kind]):
            held.stage, held.last_id = one.stage + 1, 0
        else:
            held.finished_at = now()
        held.save()
        return held.finished_at is None
