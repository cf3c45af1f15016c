"""Who may come into the machine room: administrators. To everybody else these pages look absent."""

from __future__ import annotations

from areopagus.accounts.actors import Actor
from areopagus.core.verdict import NotFound


def insist_on_administrator(actor: Actor) -> None:
    if not actor.is_administrator:
        raise NotFound
