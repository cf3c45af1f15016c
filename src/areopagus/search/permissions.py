"""Who may search. What they find goes through the boards' own rules of sight."""

from __future__ import annotations

from areopagus.accounts.actors import Actor
from areopagus.core.verdict import ALLOWED, Verdict, denied


def can_search(actor: Actor) -> Verdict:
    if actor.is_administrator or actor.group.may_search:
        return ALLOWED
    return denied("Sign in to search." if actor.is_guest else "Your group may not search.")
