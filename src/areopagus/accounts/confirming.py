"""Whether a member has shown lately that it is them, and whether they have a second factor.

allauth notes in the session when and how somebody signed in or was asked again; here it is read.
"""

from __future__ import annotations

import time
from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows import login
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from areopagus.accounts import options
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.core.verdict import Refused, TooSoon

# Codes on paper alone are no second factor: they are for the day the first one is lost.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
WAIT = 60


def has_second_factor(member: User) -> bool:
    found: bool = Authenticator.objects.filter(user=member, type__in=FACTORS).exists()
    return found


def lacks_second_factor(actor: Actor) -> bool:
    """Whether the board requires one of them that they do not have."""
    wanted = options.SECOND_FACTOR.get()
    is_meant = actor.is_administrator if wanted == "administrators" else actor.is_staff
    if actor.user is None or wanted == "nobody" or not is_meant:
        return False
    return not has_second_factor(actor.user)


def is_confirmed(request: HttpRequest, member: User) -> bool:
    """Whether they signed in, or were asked again, within the last so many minutes."""
    allowed = timedelta(minutes=options.CONFIRM_MINUTES.get()).total_seconds()
    if not allowed:
        return True
    records = login.get_authentication_records(request, member)
    return any(time.time() - record["at"] < allowed for record in records)


def confirm(request: HttpRequest, member: User) -> None:
    """Notes that they have just shown their password."""
    login.record_authentication(request, member, method="password", reauthenticated=True)


def confirm_by_password(request: HttpRequest, member: User, password: str) -> None:
    """Refused when it is not theirs; so many times only."""
    if not ratelimit.consume(request, action="reauthenticate", user=member):
        raise TooSoon("That was tried too often. Wait a minute and try again.", WAIT)
    try:
        is_right = get_adapter().reauthenticate(member, password)
    except ValidationError as error:
        # So many wrong passwords that the entrance, too, takes none for a while.
        raise TooSoon(error.messages[0], WAIT) from error
    if not is_right:
        raise Refused("That is not your password.")
    confirm(request, member)
