"""The front page: how old the evidence is, which rules there are, what was run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.housekeeping import options
from areopagus.housekeeping.models import Canary, Evidence, Sweep
from areopagus.housekeeping.permissions import insist_on_administrator
from areopagus.housekeeping.rules import RULES, Rule

SWEEPS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """`gathered_at` is None before the first gathering."""

    gathered_at: datetime | None
    accounts: int
    dormant: int
    quarantined: int
    rules: Sequence[Rule]
    asleep_years: int
    sweeps: Sequence[Sweep]
    canaries: Sequence[Canary]


def overview_page(actor: Actor) -> OverviewPage:
    """Six queries."""
    insist_on_administrator(actor)
    oldest = Evidence.objects.order_by("gathered_at").values_list("gathered_at", flat=True)
    return OverviewPage(
        gathered_at=oldest.first(),
        accounts=User.objects.count(),
        dormant=User.objects.filter(dormant_at__isnull=False).count(),
        quarantined=User.objects.filter(quarantined_at__isnull=False).count(),
        rules=RULES,
        asleep_years=options.ASLEEP_YEARS.get(),
        sweeps=list(Sweep.objects.order_by("-pk")[:SWEEPS_SHOWN]),
        canaries=list(Canary.objects.select_related("user").order_by("user__name_key")),
    )
