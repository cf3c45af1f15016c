"""A member's browsers that are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from areopagus.accounts.actors import Actor
from areopagus.core.verdict import Refused, Verdict
from areopagus.notifications.models import PushSubscription
from areopagus.notifications.push.permissions import can_subscribe


@dataclass(frozen=True, slots=True)
class Browsers:
    browsers: Sequence[PushSubscription]
    may_subscribe: Verdict


def browsers_of(actor: Actor) -> Browsers:
    """Refused for guests. One query."""
    if actor.is_guest:
        raise Refused("Sign in to choose how you are told.")
    mine = PushSubscription.objects.filter(user=actor.user_id)
    return Browsers(list(mine.order_by("-made_at", "-pk")), can_subscribe(actor))
