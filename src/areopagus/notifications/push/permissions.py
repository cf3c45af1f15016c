"""Who may be told in a browser."""

from __future__ import annotations

from django.conf import settings

from areopagus.accounts.actors import Actor
from areopagus.boards import options
from areopagus.core.verdict import ALLOWED, Verdict, denied


def can_subscribe(actor: Actor) -> Verdict:
    if actor.is_guest:
        return denied("Sign in to be told in this browser.")
    # A push service wants to know whose messages these are, and a browser a worker to show them.
    if not (settings.SITE_URL.startswith("https://") and options.INSTALLABLE.get()):
        return denied("This board sends no push messages.")
    return ALLOWED
