"""A member's browsers that are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from areopagus.accounts.actors import Actor
from areopagus.accounts.sessions import signed_in_by
from areopagus.core.verdict import Refused, Verdict
from areopagus.notifications.models import PushSubscription
from areopagus.notifications.push.permissions import can_subscribe


@dataclass(frozen=True, slots=True)
class Browsers:
    browsers: Sequence[PushSubscription]
    may_subscribe: Verdict


def browsers_of(actor: Actor) -> Browsers:
    """In which they are signed in. Refused for guests. Two queries."""
    if actor.user is None:
        raise Refused("Sign in to choose how you are told.")
    mine = PushSubscription.objects.filter(user=actor.user_id)
    browsers = list(mine.order_by("-made_at", "-pk"))
    standing = signed_in_by(actor.user, [browser.session_key for browser in browsers])
    told = [browser for browser in browsers if browser.session_key in standing]
    return Browsers(told, can_subscribe(actor))
