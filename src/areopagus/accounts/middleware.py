"""Who is asking: once per request, in at most two queries (session, member with group)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import cast

from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from areopagus.accounts import actions, actors, client_address, presence
from areopagus.accounts.models import User
from areopagus.core.clock import now
from areopagus.core.http import Request

# A pause of this length ends a visit.
PAUSE = timedelta(minutes=30)
PRIVATE = "private, max-age=0, must-revalidate"
# What stays open to somebody whose account is shut.
STILL_OPEN = ("/sign-out/", "/static/", "/media/", "/favicon.ico")


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, plain_request: HttpRequest) -> HttpResponseBase:
        request = cast(Request, plain_request)
        address = client_address.of(request)
        # The member themselves and not Django's lazy stand-in: they are asked a hundred things.
        user = get_user(request)
        if not isinstance(user, User):
            request.actor = actors.guest(address)
        else:
            request.actor = actors.member(user, address)
            if user.is_shut_out and not request.path.startswith(STILL_OPEN):
                return render(request, "accounts/shut_out.html", {"member": user}, status=403)
            if user.last_seen_at is None or user.last_seen_at < now() - PAUSE:
                actions.begin_visit(user)
        presence.note(request.actor)
        answer = self.get_response(request)
        if not request.actor.is_guest:
            # Said aloud, for a network in front that was told to keep everything.
            answer.headers.setdefault("Cache-Control", PRIVATE)
        return answer
