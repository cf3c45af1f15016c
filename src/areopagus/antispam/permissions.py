"""Who looks after the door: staff. To everybody else its pages look absent."""

from __future__ import annotations

from areopagus.accounts.actors import Actor
from areopagus.core.verdict import NotFound


def insist_on_staff(actor: Actor) -> None:
    if not actor.is_staff:
        raise NotFound
