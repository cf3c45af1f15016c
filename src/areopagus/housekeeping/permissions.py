"""Who keeps house: administrators. To everybody else these pages look absent."""

from __future__ import annotations

from datetime import timedelta

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.core.clock import now
from areopagus.core.verdict import ALLOWED, NotFound, Verdict, denied
from areopagus.housekeeping.models import Sweep

FRESH = timedelta(hours=24)


def insist_on_administrator(actor: Actor) -> None:
    if not actor.is_administrator:
        raise NotFound


def can_be_touched(member: User) -> Verdict:
    """Wants `group` selected along."""
    if member.group.is_staff:
        return denied(f"{member.name} is staff.")
    return ALLOWED


def can_run(sweep: Sweep) -> Verdict:
    reasons = (
        (sweep.run_at is not None, "This sweep has been run already."),
        (sweep.called_off_at is not None, "This sweep was called off."),
        (
            sweep.due_at > now(),
            "Whoever was written to still has time to answer; look at this page again later.",
        ),
    )
    return next((denied(reason) for applies, reason in reasons if applies), ALLOWED)
