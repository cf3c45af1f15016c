"""Who may ask: every member for themselves, the banned too, and nobody for anybody else."""

from __future__ import annotations

from django.db.models import Q

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Group, User
from areopagus.core.clock import now
from areopagus.core.verdict import ALLOWED, NotFound, Refused, Verdict, denied
from areopagus.leaving.models import Farewell

LAST_ADMINISTRATOR = (
    "You are the only administrator of this board, and it would belong to nobody. "
    "Make somebody else an administrator first."
)


def insist_on_member(actor: Actor) -> User:
    if actor.user is None:
        raise Refused("Sign in to see what is kept about you.")
    return actor.user


def insist_on_administrator(actor: Actor) -> None:
    """Who is about to leave, administrators may see, and do nothing about it."""
    if not actor.is_administrator:
        raise NotFound


def can_leave(member: User) -> Verdict:
    """Wants `group` selected along."""
    if not member.group.is_administrators:
        return ALLOWED
    able = Q(banned_at=None) | Q(banned_until__lte=now())
    others = User.objects.filter(
        able, group__role=Group.Role.ADMINISTRATORS, is_active=True
    ).exclude(pk=member.pk)
    # Whoever is about to leave as well will look after nobody.
    staying = others.exclude(pk__in=Farewell.objects.values("user"))
    return ALLOWED if staying.exists() else denied(LAST_ADMINISTRATOR)
