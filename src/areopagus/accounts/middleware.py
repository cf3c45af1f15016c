"""Who is asking: once per request, in at most two queries (session, member with group)."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponseBase

from areopagus.accounts import actors, presence
from areopagus.accounts.models import User
from areopagus.core.http import Request


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, plain_request: HttpRequest) -> HttpResponseBase:
        request = cast(Request, plain_request)
        address = request.META.get("REMOTE_ADDR", "")
        user = request.user
        if isinstance(user, User):
            request.actor = actors.member(user, address)
        else:
            request.actor = actors.guest(address)
        presence.note(request.actor)
        return self.get_response(request)
