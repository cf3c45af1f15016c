"""Planning a sweep: whom it chooses is written down, and does not change any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from areopagus.accounts.actors import Actor
from areopagus.core.clock import now
from areopagus.core.verdict import NotFound, Refused
from areopagus.housekeeping import choosing, options, tasks
from areopagus.housekeeping.models import Chosen, Sweep
from areopagus.housekeeping.permissions import insist_on_administrator

AT_ONCE = 500


@transaction.atomic
def plan_sweep(
    actor: Actor, rule_ids: Sequence[str], asleep_years: int, cool_off_hours: int | None = None
) -> Sweep:
    """The cool-off begins now. One sweep is planned at a time."""
    insist_on_administrator(actor)
    rules = choosing.rules_named(rule_ids)
    choosing.insist_on_fresh_evidence()
    hours = options.COOL_OFF_HOURS.get() if cool_off_hours is None else cool_off_hours
    hit = list(choosing.hits(rules, asleep_years))
    if not hit:
        raise Refused("These rules hit nobody.")
    try:
        with transaction.atomic():
            sweep = Sweep.objects.create(
                rules=[rule.id for rule in rules],
                asleep_years=asleep_years,
                planned_at=now(),
                planned_by_name=actor.name,
                due_at=now() + timedelta(hours=hours),
            )
    except IntegrityError as error:
        raise Refused("Another sweep is planned already: run it or call it off first.") from error
    chosen = [
        Chosen(
            sweep=sweep,
            user_id=one.user_id,
            state=one.state,
            rules=[rule.id for rule in one.rules],
            signs=one.signs,
        )
        for one in hit
    ]
    Chosen.objects.bulk_create(chosen, batch_size=AT_ONCE)
    return sweep


@transaction.atomic
def announce_sweep(actor: Actor, sweep_id: int) -> Sweep:
    """Writes to everybody chosen who has an address. Their time to answer begins now."""
    insist_on_administrator(actor)
    sweep = planned(sweep_id)
    if not settings.SITE_URL:
        raise Refused(
            "Letters need a link back: tell the board its own address first, in areopagus.toml."
        )
    if sweep.announced_at is not None:
        raise Refused("They have been written to already.")
    sweep.announced_at = now()
    sweep.due_at = sweep.announced_at + timedelta(hours=options.COOL_OFF_HOURS.get())
    sweep.save(update_fields=["announced_at", "due_at"])
    to_write = sweep.chosen.filter(Q(spared_at=None), Q(user__email__gt=""))
    for pk in to_write.order_by("pk").values_list("pk", flat=True):
        tasks.send_notice.enqueue(pk)
    return sweep


@transaction.atomic
def call_off(actor: Actor, sweep_id: int) -> Sweep:
    """Nothing happens to anybody; what was said in answer is remembered."""
    insist_on_administrator(actor)
    sweep = planned(sweep_id)
    sweep.called_off_at = now()
    sweep.save(update_fields=["called_off_at"])
    return sweep


def planned(sweep_id: int) -> Sweep:
    """A sweep that has been neither run nor called off, held."""
    sweep = Sweep.objects.select_for_update(no_key=True).filter(pk=sweep_id).first()
    if sweep is None:
        raise NotFound
    if not sweep.is_planned:
        raise Refused("This sweep is over.")
    return sweep
