"""How members came, and by whose invitation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from areopagus.accounts.models import User
from areopagus.antispam.models import Arrival


def arrivals_of(user_ids: Iterable[int]) -> Sequence[Arrival]:
    """One query. With their invitation and who made it."""
    return list(Arrival.objects.select_related("invitation__made_by").filter(user__in=user_ids))


def invited_by(invitation_ids: Iterable[int]) -> Mapping[int, Sequence[User]]:
    """Who came by each of these invitations. One query."""
    came: defaultdict[int, list[User]] = defaultdict(list)
    found = Arrival.objects.filter(invitation__in=invitation_ids).select_related("user")
    for arrival in found.order_by("pk"):
        came[arrival.invitation_id or 0].append(arrival.user)
    return came


def tied_by_invitation(user_id: int) -> Collection[int]:
    """Who invited somebody, whom they invited, and who came by the same invitation. Three queries."""
    arrivals = Arrival.objects.filter(invitation__isnull=False)
    by = arrivals.filter(user=user_id).values_list("invitation", "invitation__made_by").first()
    tied = set(arrivals.filter(invitation__made_by=user_id).values_list("user", flat=True))
    if by is not None:
        tied |= set(arrivals.filter(invitation=by[0]).values_list("user", flat=True))
        tied |= {by[1]} - {None}
    return tied
