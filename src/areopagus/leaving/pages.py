"""What the pages of this room show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from areopagus.accounts.actors import Actor
from areopagus.core.clock import now
from areopagus.core.verdict import Verdict
from areopagus.leaving import letters, options, permissions
from areopagus.leaving.actions.copies import BETWEEN
from areopagus.leaving.models import Copy, Farewell


@dataclass(frozen=True, slots=True)
class DataPage:
    """`copy` is the newest that is there or being made; `may_ask` whether another can be asked for."""

    copy: Copy | None
    may_ask: bool
    farewell: Farewell | None
    may_leave: Verdict
    wait_days: int


@dataclass(frozen=True, slots=True)
class StayPage:
    """What the link in a mail leads to. `due_at` is None when nothing is left to take back."""

    token: str
    due_at: datetime | None
    is_too_late: bool


@dataclass(frozen=True, slots=True)
class LeavingPage:
    """For administrators: who is about to leave, and who could not yet."""

    waiting: Sequence[Farewell]
    erased_count: int


def data_page(actor: Actor) -> DataPage:
    """Four queries."""
    member = permissions.insist_on_member(actor)
    copy = Copy.objects.filter(user=member.pk).exclude(over_at__lt=now()).order_by("-pk").first()
    return DataPage(
        copy=copy,
        may_ask=copy is None or copy.asked_at < now() - BETWEEN,
        farewell=Farewell.objects.filter(user=member.pk).first(),
        may_leave=permissions.can_leave(member),
        wait_days=options.WAIT_DAYS.get(),
    )


def stay_page(token: str) -> StayPage:
    farewell_id, asked_at = letters.farewell_of(token)
    found = Farewell.objects.filter(pk=farewell_id).first()
    if found is None or int(found.asked_at.timestamp()) != asked_at:
        return StayPage(token, None, is_too_late=False)
    return StayPage(token, found.due_at, is_too_late=found.begun_at is not None)


def leaving_page(actor: Actor) -> LeavingPage:
    """Two queries."""
    permissions.insist_on_administrator(actor)
    waiting = Farewell.objects.filter(erased_at=None).select_related("user").order_by("due_at")
    return LeavingPage(list(waiting), Farewell.objects.exclude(erased_at=None).count())
