"""The door as staff see it: raid mode and what speaks for it, who came lately, how right the classifier was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.antispam import options, raid
from areopagus.antispam.measuring import Measures, measures
from areopagus.antispam.models import Knowledge
from areopagus.antispam.permissions import insist_on_staff
from areopagus.boards.models import HeldWriting

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Newcomer:
    """`held` counts what of theirs waits."""

    member: User
    held: int


@dataclass(frozen=True, slots=True)
class DoorPage:
    """`until` is None while raid mode is off; `signs` speak for switching it on."""

    until: datetime | None
    signs: Sequence[str]
    newcomers: Sequence[Newcomer]
    is_learning: bool
    trained_at: datetime | None
    learned_from: int
    percent: int
    measures: Measures


def door_page(actor: Actor) -> DoorPage:
    """Five queries at most."""
    insist_on_staff(actor)
    lately = raid.newest()
    shown = [member for member in lately if member.quarantined_at is None][:SHOWN]
    held = Counter(
        HeldWriting.objects.filter(author__in=shown, decided_at=None).values_list(
            "author", flat=True
        )
    )
    knows = Knowledge.objects.defer("seen").first()
    return DoorPage(
        until=raid.until(),
        signs=raid.burst(lately),
        newcomers=[Newcomer(member, held[member.pk]) for member in shown],
        is_learning=options.CLASSIFIER.get(),
        trained_at=knows.trained_at if knows else None,
        learned_from=knows.spam + knows.talk if knows else 0,
        percent=options.CLASSIFIER_PERCENT.get(),
        measures=measures(),
    )
