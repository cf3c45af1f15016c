"""How a member stands: warnings, silence, notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.accounts.permissions import visible_members
from areopagus.core.verdict import NotFound, Verdict
from areopagus.moderation import options, permissions
from areopagus.moderation.models import MemberWarning, StaffNote


@dataclass(frozen=True, slots=True)
class StandingPage:
    """`points` are those that count now; `limit` of them silence, 0 when none do."""

    member: User
    may_discipline: Verdict
    warnings: Sequence[MemberWarning]
    notes: Sequence[StaffNote]
    points: int
    limit: int
    days: int
    url: str


def standing_page(actor: Actor, user_id: int) -> StandingPage:
    """Three queries."""
    permissions.insist_on_moderator(actor)
    member = visible_members(actor).select_related("group").filter(pk=user_id).first()
    if member is None:
        raise NotFound
    warnings = list(MemberWarning.objects.filter(member=member).order_by("-given_at", "-pk"))
    return StandingPage(
        member=member,
        may_discipline=permissions.can_discipline(actor, member),
        warnings=warnings,
        notes=list(StaffNote.objects.filter(member=member).order_by("-written_at", "-pk")),
        points=sum(warning.points for warning in warnings if warning.counts),
        limit=options.SILENCE_AT_POINTS.get(),
        days=options.SILENCE_DAYS.get(),
        url=f"/moderation/members/{member.pk}/",
    )
