"""What somebody may do here and when: for themselves, and for staff."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.antispam import limits
from areopagus.antispam.models import Listing
from areopagus.antispam.pages.arrivals import arrivals_of
from areopagus.antispam.trust import Trust, trust_of
from areopagus.core.verdict import Refused


@dataclass(frozen=True, slots=True)
class TrustPage:
    """`ends` says in words what is still missing; "" when nothing is."""

    trust: Trust
    limits: Sequence[str]
    ends: str


def trust_page(actor: Actor) -> TrustPage:
    """Two queries."""
    if actor.user is None:
        raise Refused("Sign in to see what you may do here.")
    return _page(actor.user)


def _page(user: User) -> TrustPage:
    trust = trust_of(user)
    return TrustPage(trust, limits.told(trust), _missing(trust))


def _missing(trust: Trust) -> str:
    if not trust.is_newcomer:
        return ""
    some = [
        f"{number} more {noun if number == 1 else noun + 's'}"
        for number, noun in ((trust.posts_left, "post"), (trust.days_left, "day"))
        if number
    ]
    if left := trust.days_here_left:
        some.append(f"reading here on {left} more {'day' if left == 1 else 'days'}")
    return " and ".join(some)


@dataclass(frozen=True, slots=True)
class MemberPanel:
    """What staff are told beside a member. `invited_by` is "" when nobody did; `listing` None when nothing is known."""

    page: TrustPage
    invited_by: str
    listing: Listing | None


def member_panels(user_ids: Collection[int]) -> Mapping[int, MemberPanel]:
    """For each member; three queries, and two each."""
    inviters = {arrival.user_id: arrival.invited_by for arrival in arrivals_of(user_ids)}
    members = User.objects.select_related("group").filter(pk__in=user_ids)
    said = Listing.objects.in_bulk(list(user_ids))
    return {
        one.pk: MemberPanel(_page(one), inviters.get(one.pk, ""), said.get(one.pk))
        for one in members
    }
