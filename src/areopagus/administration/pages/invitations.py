"""The invitations that were made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from areopagus.accounts import options
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Invitation
from areopagus.administration import permissions
from areopagus.core.clock import now
from areopagus.core.paging import Pager, page_count
from areopagus.core.verdict import NotFound

INVITATIONS_PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """`state` is why it cannot be used any more, "" while it can."""

    invitation: Invitation
    state: str


@dataclass(frozen=True, slots=True)
class InvitationsPage:
    lines: Sequence[InvitationLine]
    pages: Pager
    are_asked_for: bool


def invitations_page(actor: Actor, number: int = 1) -> InvitationsPage:
    """Newest first. Two queries."""
    permissions.insist_on_administrator(actor)
    found = Invitation.objects.select_related("made_by").order_by("-pk")
    pages = Pager(
        number, page_count(found.count(), INVITATIONS_PER_PAGE), "/administration/invitations/"
    )
    if not 1 <= number <= pages.count:
        raise NotFound
    start = (number - 1) * INVITATIONS_PER_PAGE
    rows = found[start : start + INVITATIONS_PER_PAGE]
    is_asked_for = options.REGISTRATION.get() == "invitation"
    return InvitationsPage([InvitationLine(i, _state(i)) for i in rows], pages, is_asked_for)


def _state(invitation: Invitation) -> str:
    if invitation.withdrawn_at is not None:
        return "Withdrawn"
    if not invitation.uses_left:
        return "Used up"
    if invitation.expires_at is not None and invitation.expires_at <= now():
        return "Too old"
    return ""
