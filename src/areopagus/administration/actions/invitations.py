"""Invitations: made and withdrawn."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Invitation
from areopagus.administration import permissions
from areopagus.core.clock import now
from areopagus.core.verdict import NotFound


@transaction.atomic
def invite(actor: Actor, *, note: str = "", uses: int = 1, days: int | None = None) -> Invitation:
    permissions.insist_on_administrator(actor)
    at = now()
    return Invitation.objects.create(
        code=secrets.token_urlsafe(12),
        made_by_id=actor.member_id,
        made_at=at,
        note=note,
        uses_left=uses,
        expires_at=at + timedelta(days=days) if days else None,
    )


@transaction.atomic
def withdraw_invitation(actor: Actor, invitation_id: int) -> None:
    """Withdrawing it twice changes nothing."""
    permissions.insist_on_administrator(actor)
    found = Invitation.objects.filter(pk=invitation_id)
    if not found.exists():
        raise NotFound
    found.filter(withdrawn_at=None).update(withdrawn_at=now())
