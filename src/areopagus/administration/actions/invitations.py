"""Invitations: made and withdrawn."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Invitation
from areopagus.administration import deeds, permissions
from areopagus.administration.deeds import administering
from areopagus.core.clock import now
from areopagus.core.verdict import NotFound


@transaction.atomic
def invite(actor: Actor, *, note: str = "", uses: int = 1, days: int | None = None) -> Invitation:
    permissions.insist_on_administrator(actor)
    at = now()
    with administering(actor, deeds.INVITED, note=_noted(note)) as deed:
        invitation = Invitation.objects.create(
            code=secrets.token_urlsafe(12),
            made_by_id=actor.member_id,
            made_at=at,
            note=note,
            uses_left=uses,
            expires_at=at + timedelta(days=days) if days else None,
        )
        deed.made(invitation)
    return invitation


@transaction.atomic
def withdraw_invitation(actor: Actor, invitation_id: int) -> None:
    """Withdrawing it twice changes nothing."""
    permissions.insist_on_administrator(actor)
    held = Invitation.objects.select_for_update(no_key=True)
    found = held.filter(pk=invitation_id).first()
    if found is None:
        raise NotFound
    if found.withdrawn_at is None:
        with administering(actor, deeds.INVITATION_WITHDRAWN, note=_noted(found.note)) as deed:
            deed.change(found, withdrawn_at=now())


def _noted(note: str) -> str:
    return f" ({note})" if note else ""
