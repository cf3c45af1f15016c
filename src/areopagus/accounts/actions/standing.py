"""Waking up, and the beginning of a visit."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.db import transaction

from areopagus.accounts import presence
from areopagus.accounts.events import MemberWoke
from areopagus.accounts.models import User
from areopagus.core.clock import now
from areopagus.core.events import announce
from areopagus.core.verdict import NotFound


@transaction.atomic
def wake(user: User) -> None:
    """A dormant member who signs in is an ordinary member again, with everything as it was."""
    if User.objects.filter(pk=user.pk, dormant_at__isnull=False).update(dormant_at=None):
        announce(MemberWoke(user.pk))


def end_session(user: User, session_id: int) -> None:
    """Ends one of the member's own sessions, on whatever device; somebody else's looks absent."""
    session = UserSession.objects.filter(user=user, pk=session_id).first()
    if session is None:
        raise NotFound
    session.end()


def begin_visit(user: User) -> None:
    """Remembers when the visit before this one ended: what is newer is new to the member."""
    user.last_visit_at, user.last_seen_at = user.last_seen_at, (at := now())
    User.objects.filter(pk=user.pk).update(
        last_visit_at=user.last_visit_at, last_seen_at=at, days_here=presence.days_here(at)
    )
