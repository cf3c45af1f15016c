"""HTTP Basic authentication (RFC 7617), for feed readers, which cannot fill in a form.

The name and the password go the way of the sign-in form, with its count of attempts. No session
begins, and nobody gets in who could not sign in with a password alone.
"""

from __future__ import annotations

import base64
import binascii

from allauth.account.models import EmailAddress
from allauth.core import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

from areopagus.accounts import actors, bans
from areopagus.accounts.actors import Actor
from areopagus.accounts.forms.entrance import SignInForm
from areopagus.accounts.models import User
from areopagus.core.http import Request
from areopagus.core.verdict import Refused, TooSoon

CHALLENGE = 'Basic realm="Feeds for members", charset="UTF-8"'
TOO_MANY = "Too many attempts. Please wait a few minutes."
MINUTE, FIVE_MINUTES = 60, 300


class WrongPassword(Exception):
    """The name and the password do not belong together, or cannot be read. Becomes a challenge."""


def actor_of(request: Request) -> Actor:
    """Whoever the request's header names; without one, the request's own actor.

    WrongPassword; TooSoon after too many attempts; Refused when the account may not be used so.
    """
    scheme, _, said = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic" or not request.actor.is_guest:
        return request.actor
    name, password = _credentials(said)
    asking = _as_a_form(request)
    if not ratelimit.consume(asking, action="login"):
        raise TooSoon(TOO_MANY, MINUTE)
    form = SignInForm({"login": name, "password": password}, request=asking)
    if not form.is_valid():
        if form.has_error("__all__", "too_many_login_attempts"):
            raise TooSoon(TOO_MANY, FIVE_MINUTES)
        raise WrongPassword
    user = User.objects.select_related("group").get(pk=form.user.pk)
    _insist_on_open_account(user, request.actor.address)
    return actors.member(user, request.actor.address)


def _as_a_form(request: Request) -> HttpRequest:
    """Important: allauth counts no attempt that comes as a GET."""
    asking = HttpRequest()
    asking.method, asking.META = "POST", request.META
    return asking


def _credentials(said: str) -> tuple[str, str]:
    try:
        name, colon, password = (
            base64.b64decode(said.strip(), validate=True).decode().partition(":")
        )
    except (binascii.Error, ValueError) as error:
        raise WrongPassword from error
    if not colon:
        raise WrongPassword
    return name, password


def _insist_on_open_account(user: User, address: str) -> None:
    if user.is_shut_out or not user.is_active or bans.in_the_way_of(user, address):
        raise Refused("This account cannot be used at the moment.")
    addresses = EmailAddress.objects.filter(user=user)
    # Whoever moved in without an address has nothing to verify, as at sign-in.
    if addresses.exists() and not addresses.filter(verified=True).exists():
        raise Refused("Sign in on the board first: your mail address has not been confirmed yet.")
    if is_mfa_enabled(user):
        raise Refused(
            "Your account asks for a second step at sign-in, which a feed reader cannot do."
        )
