"""Raid mode on and off."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.antispam import deeds, options, raid
from areopagus.antispam.models import Raid
from areopagus.antispam.permissions import insist_on_staff
from areopagus.core.clock import now
from areopagus.core.ledger import recording
from areopagus.core.ledger.recording import Doer, Rule

# What concerns the board as a whole; see decision 0030.
BOARD = 1


def start_raid(actor: Actor, hours: int, reason: str = "") -> None:
    """From now on every newcomer waits. Switched on twice it is on until the later hour."""
    insist_on_staff(actor)
    _start(actor, hours, reason)


def raid_by_rule() -> None:
    """Switches it on when there is a burst and the board's option says so."""
    if not options.RAID_BY_ITSELF.get() or raid.until() is not None:
        return
    if signs := raid.burst(raid.newest()):
        _start(Rule("Raid mode by itself"), options.RAID_HOURS.get(), " ".join(signs))


@transaction.atomic
def _start(doer: Doer, hours: int, reason: str) -> None:
    at = now()
    with recording.batch(doer, deeds.RAID_STARTED, reason) as deed:
        deed.details = {"hours": "an hour" if hours == 1 else f"{hours} hours"}
        deed.concerns(board=[BOARD])
        deed.made(
            Raid.objects.create(
                started_at=at, ends_at=at + timedelta(hours=hours), started_by_name=doer.name
            )
        )


@transaction.atomic
def end_raid(actor: Actor) -> None:
    """Whoever waits goes on waiting until somebody has decided; who comes now does not."""
    insist_on_staff(actor)
    held = Raid.objects.select_for_update(no_key=True).filter(ended_at=None, ends_at__gt=now())
    if running := list(held.order_by("pk")):
        with recording.batch(actor, deeds.RAID_ENDED) as deed:
            deed.concerns(board=[BOARD])
            deed.change(*running, ended_at=now())
