"""What every deed that bans somebody or lets them in does first, what a ban sets, and what comes of its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Ban, Group, User
from areopagus.administration import permissions
from areopagus.administration.deeds import BANNED
from areopagus.core.clock import now
from areopagus.core.ledger.models import Change, Subject
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import NotFound


def banned(member: User, message: str, until: datetime | None) -> dict[str, Any]:
    """The fields of a member who is banned now. Whoever is so already stays it since when they were."""
    since = member.banned_at if member.is_banned else now()
    return {"banned_at": since, "banned_until": until, "ban_message": message}


def turned_away_with(*members: User) -> QuerySet[Ban]:
    """What was turned away along with these accounts and still is: networks and mail addresses."""
    about = Subject.objects.filter(name="member", subject_id__in=[member.pk for member in members])
    made = Change.objects.filter(
        table=Ban._meta.label_lower,
        did=Change.Did.MADE,
        batch__kind=BANNED.name,
        batch__in=about.values("batch"),
    )
    return Ban.objects.filter(pk__in=[int(pk) for pk in made.values_list("row_id", flat=True)])


def let_in(deed: Deed, *members: User) -> Sequence[Ban]:
    """Lifts their bans, and what was turned away along with them; that is what is answered."""
    deed.change(*members, banned_at=None, banned_until=None, ban_message="")
    along = list(turned_away_with(*members).select_for_update(no_key=True).order_by("pk"))
    deed.take(*along)
    return along


def locked(actor: Actor, *user_ids: int) -> list[User]:
    """The members in the order of their ids, held; with all administrators, so that the last two cannot
    shut out each other. NotFound when one of them is out of reach.
    """
    wanted = set(user_ids)
    if permissions.members_within_reach(actor).filter(pk__in=wanted).count() < len(wanted):
        raise NotFound
    held = (
        User.objects.select_for_update(of=("self",), no_key=True)
        .select_related("group")
        .filter(Q(pk__in=wanted) | Q(group__role=Group.Role.ADMINISTRATORS))
        .order_by("pk")
    )
    found = [user for user in held if user.pk in wanted]
    if len(found) < len(wanted):
        raise NotFound
    return found
