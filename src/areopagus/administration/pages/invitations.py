"""The invitations that were made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from areopagus.accounts import options
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Invitation, User
from areopagus.administration import permissions
from areopagus.antispam.pages.arrivals import invited_by
from areopagus.core.clock import now
from areopagus.core.paging import Pager, page_count
from areopagus.core.verdict import NotFound

INVITATIONS_PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """`state` is why it cannot be used any more, "" while it can. `came` are the members it brought."""

    invitation: Invitation
    state: str
    came: Sequence[User]


@dataclass(frozen=True, slots=True)
class InvitationsPage:
    lines: Sequence[InvitationLine]
    pages: Pager
    are_asked_for: bool


def invitations_page(actor: Actor, number: int = 1) -> InvitationsPage:
    """Newest first, each with who came by it. Three queries."""
    permissions.insist_on_administrator(actor)
    found = Invitation.objects.select_related("made_by").order_by("-pk")
    pages = Pager(
        number, page_count(found.count(), INVITATIONS_PER_PAGE), "/administration/invitations/"
    )
    if not 1 <= number <= pages.count:
        raise NotFound
    start = (number - 1) * INVITATIONS_PER_PAGE
    rows = list(found[start : start + INVITATIONS_PER_PAGE])
    came = invited_by(row.pk for row in rows)
    is_asked_for = options.REGISTRATION.get() == "invitation"
    lines = [InvitationLine(row, _state(row), came.get(row.pk, ())) for row in rows]
    return InvitationsPage(lines, pages, is_asked_for)


def _state(invitation: Invitation) -> str:
    if invitation.withdrawn_at is not None:
        return "Withdrawn"
    if not invitation.uses_left:
        return "Used up"
    if invitation.expires_at is not None and invitation.expires_at <= now():
        return "Too old"
    return ""
