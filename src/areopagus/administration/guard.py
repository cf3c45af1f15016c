"""What stands before the panels of staff: the second factor, and the password asked again. See decision 0032."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from areopagus.accounts import confirming
from areopagus.core.http import Request
from areopagus.core.verdict import Refused, TooSoon
from areopagus.ui.giving_back import given_back

ADMINISTRATION = "/administration/"
# Undoing gives rights back as well as taking them.
UNDOING = ("/moderation/ledger/", "/moderation/appeals/")
# Shuts somebody out until they have read their mail.
NEW_PASSWORD = re.compile(r"/moderation/members/\d+/password/")
PANELS = (ADMINISTRATION, "/moderation/")
SECURITY = "/settings/security/"
CONFIRM = "/settings/security/confirm/"
NO_FACTOR = (
    "This board asks its staff for a second factor: set up codes from an app, or a passkey, on this page. "
    "Then administration and moderation are open to you again."
)


class GuardMiddleware:
    """Asks in `process_view`: there it is known that the page exists and that the form came from here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, plain_request: HttpRequest, *_view_and_arguments: Any
    ) -> HttpResponse | None:
        request = cast(Request, plain_request)
        # To everybody else these pages look absent, and say so themselves.
        if not request.path.startswith(PANELS) or not request.actor.is_staff:
            return None
        if confirming.lacks_second_factor(request.actor):
            return _lead_to_second_factor(request)
        if request.actor.is_administrator and _is_dangerous(request):
            return _confirmed_or_asked(request)
        return None


def _is_dangerous(request: Request) -> bool:
    path = request.path
    return path.startswith(ADMINISTRATION) or (
        request.method == "POST"
        and (path.startswith(UNDOING) or NEW_PASSWORD.fullmatch(path) is not None)
    )


def _lead_to_second_factor(request: Request) -> HttpResponse:
    if request.method == "POST":
        return _ask(request, NO_FACTOR, 403, lacks_factor=True)
    messages.warning(request, NO_FACTOR)
    return redirect(SECURITY)


def _confirmed_or_asked(request: Request) -> HttpResponse | None:
    member = request.actor.user
    if member is None or confirming.is_confirmed(request, member):
        return None
    if request.method != "POST":
        return redirect(f"{CONFIRM}?{urlencode({'next': request.get_full_path()})}")
    password = request.POST.get("confirm_password")
    if password is None:
        return _ask(request, "", 403)
    try:
        confirming.confirm_by_password(request, member, password)
    except Refused as reason:
        return _ask(request, str(reason), 429 if isinstance(reason, TooSoon) else 422)
    return None


def _ask(request: Request, reason: str, status: int, *, lacks_factor: bool = False) -> HttpResponse:
    """What was sent stands in the page, and is sent with the password, or once the factor is there."""
    context = {
        "given": given_back(request),
        "reason": reason,
        "lacks_factor": lacks_factor,
        "has_factor": request.actor.user and confirming.has_second_factor(request.actor.user),
        "security": SECURITY,
        "confirm": f"{CONFIRM}?{urlencode({'next': SECURITY})}",
    }
    answer = render(request, "administration/confirm.html", context, status=status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
