"""A member's browsers that want to be told."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.core.clock import now
from areopagus.core.verdict import NotFound, Refused
from areopagus.notifications import wishes
from areopagus.notifications.channels import ON
from areopagus.notifications.kinds import OF_POSTS
from areopagus.notifications.models import PushSubscription
from areopagus.notifications.push import endpoints
from areopagus.notifications.push.channel import PUSH
from areopagus.notifications.push.keys import decoded
from areopagus.notifications.push.permissions import can_subscribe

# Nobody has more browsers; the oldest goes.
MOST = 10
SECRET_BYTES = 16


@transaction.atomic
def subscribe(actor: Actor, session_key: str, endpoint: str, point: str, secret: str) -> None:
    """What a browser has named: where it is reached, and with what a message to it is locked.

    It is told for as long as they are signed in by this session.
    """
    can_subscribe(actor).insist()
    _insist_on_sense(endpoint, point, secret)
    member = User.objects.select_for_update(no_key=True).get(pk=actor.member_id)
    mine = PushSubscription.objects.filter(user=member)
    is_first = not mine.exists()
    # Whoever signs in with this browser next is told here from now on, and nobody else.
    PushSubscription.objects.filter(endpoint=endpoint).delete()
    PushSubscription.objects.create(
        user=member,
        session_key=session_key,
        endpoint=endpoint,
        point=point,
        secret=secret,
        made_at=now(),
    )
    kept = mine.order_by("-made_at", "-pk").values_list("pk", flat=True)[:MOST]
    mine.exclude(pk__in=list(kept)).delete()
    if is_first:
        _wish_for_it(member)


def unsubscribe(actor: Actor, subscription_id: int) -> None:
    gone, _ = PushSubscription.objects.filter(user=actor.user_id, pk=subscription_id).delete()
    if not gone or actor.is_guest:
        raise NotFound


def _wish_for_it(member: User) -> None:
    """Who has ticked nothing wants it for what is about posts: else the browser would never be told."""
    said = wishes.said_by([member.pk]).get(member.pk, {})
    if not any(by_channel.get(PUSH.key) == ON for by_channel in said.values()):
        wishes.change(member.pk, {kind: {PUSH.key: ON} for kind in OF_POSTS})


def _insist_on_sense(endpoint: str, point: str, secret: str) -> None:
    try:
        endpoints.insist_on_fit(endpoint)
        makes_sense = len(decoded(secret)) == SECRET_BYTES
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(point))
    except (endpoints.Unfit, ValueError):
        makes_sense = False
    if not makes_sense:
        raise Refused("Your browser named a push service that this board cannot use.")
