"""What every deed that bans somebody does first, and what a ban sets."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Group, User
from areopagus.administration import permissions
from areopagus.core.clock import now
from areopagus.core.verdict import NotFound


def banned(member: User, message: str, until: datetime | None) -> dict[str, Any]:
    """The fields of a member who is banned now. Whoever is so already stays it since when they were."""
    since = member.banned_at if member.is_banned else now()
    return {"banned_at": since, "banned_until": until, "ban_message": message}


def locked(actor: Actor, user_id: int) -> User:
    """The member, held; with all administrators, so that the last two cannot shut out each other."""
    reach = permissions.members_within_reach(actor).filter(pk=user_id)
    if not reach.exists():
        raise NotFound
    held = (
        User.objects.select_for_update(of=("self",), no_key=True)
        .select_related("group")
        .filter(Q(pk=user_id) | Q(group__role=Group.Role.ADMINISTRATORS))
        .order_by("pk")
    )
    found = {user.pk: user for user in held}
    if user_id not in found:
        raise NotFound
    return found[user_id]
