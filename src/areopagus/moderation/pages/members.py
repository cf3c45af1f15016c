"""A member to whom something is about to be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.accounts.permissions import visible_members
from areopagus.core.verdict import NotFound, Verdict
from areopagus.moderation import permissions
from areopagus.moderation.seen import print_of

if TYPE_CHECKING:
    from areopagus.moderation.member_plans import MemberPlan


@dataclass(frozen=True, slots=True)
class ChangePage:
    """`seen` goes along with the form, so that of two at once the second is told of the first."""

    member: User
    plan: MemberPlan
    may: Verdict
    seen: str
    url: str


def change_page(actor: Actor, user_id: int, plan: MemberPlan) -> ChangePage:
    """Absent for whoever has not the power. One query."""
    member = (
        visible_members(actor).select_related("group__promote_to").filter(pk=user_id).first()
        if permissions.has_power(actor, *plan.powers)
        else None
    )
    if member is None:
        raise NotFound
    return ChangePage(
        member, plan, plan.may(actor, member), print_of(member, plan.about), plan.url_of(member.pk)
    )
