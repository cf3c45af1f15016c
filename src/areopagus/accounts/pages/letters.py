"""The page on which a member writes to another."""

from __future__ import annotations

from dataclasses import dataclass

from areopagus.accounts import permissions
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.core.verdict import NotFound


@dataclass(frozen=True, slots=True)
class LetterPage:
    """`reply_to` is the writer's own address, which the receiver will know."""

    receiver: User
    url: str
    reply_to: str


def letter_page(actor: Actor, user_id: int) -> LetterPage:
    """Somebody who may not be written to looks absent here. One query."""
    permissions.can_send_letters(actor).insist()
    receiver = permissions.members_to_write_to(actor).filter(pk=user_id).first()
    if receiver is None or actor.user is None:
        raise NotFound
    return LetterPage(receiver, f"{receiver.url}mail/", actor.user.email)
