"""Who is asking: once per request, in at most two queries (session, member with group)."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from areopagus.accounts import actions, actors, bans, client_address, presence
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Ban, User
from areopagus.core.clock import now
from areopagus.core.http import Request, set_csrf_token
from areopagus.core.sharing import hole

PRIVATE = "private, max-age=0, must-revalidate"
# What stays open to somebody whose account is shut.
STILL_OPEN = (
    "/sign-out/",
    "/static/",
    "/media/",
    "/favicon.ico",
    "/settings/decisions/",
    "/settings/data/",
    "/stay/",
)
# What a guest may send from an address that is banned: who comes in by it may be staff.
WAYS_IN = ("/sign-in/", "/password/")
# Where the pages of a kind of members are made, their stand-in is named here; no visitor can send this.
STAND_IN = "areopagus.stand_in"
READING = frozenset({"GET", "HEAD", "OPTIONS"})


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, plain_request: HttpRequest) -> HttpResponseBase:
        request = cast(Request, plain_request)
        if (stand_in := request.META.get(STAND_IN)) is not None:
            return self._made_for(stand_in, request)
        address = client_address.of(request)
        # The member themselves and not Django's lazy stand-in: they are asked a hundred things.
        user = get_user(request)
        if not isinstance(user, User):
            request.actor = actors.guest(address)
        else:
            request.actor = actors.member(user, address)
        if (ban := _ban_in_the_way(request)) is not None or _is_shut_out(request):
            return _shut_out(request, ban)
        if isinstance(user, User) and (
            user.last_seen_at is None or user.last_seen_at < now() - presence.PAUSE
        ):
            actions.begin_visit(user)
        presence.note(request.actor)
        answer = self.get_response(request)
        if not request.actor.is_guest:
            # Said aloud, for a network in front that was told to keep everything.
            answer.headers.setdefault("Cache-Control", PRIVATE)
        return answer

    def _made_for(self, stand_in: Actor, request: Request) -> HttpResponseBase:
        """Nobody is here, and nobody is shut out: who will be shown the page was asked before."""
        request.actor = stand_in
        set_csrf_token(request, hole("token"))
        answer = self.get_response(request)
        answer.headers.setdefault("Cache-Control", PRIVATE)
        patch_vary_headers(answer, ("Cookie",))
        return answer


def _ban_in_the_way(request: Request) -> Ban | None:
    """Guests may read all the same."""
    actor = request.actor
    if actor.user is None:
        is_open = request.path.startswith((*WAYS_IN, *STILL_OPEN))
        is_writing = request.method not in READING and not is_open
        return bans.of_address(actor.address) if is_writing else None
    if request.path.startswith(STILL_OPEN):
        return None
    return bans.in_the_way_of(actor.user, actor.address)


def _is_shut_out(request: Request) -> bool:
    user = request.actor.user
    return user is not None and user.is_shut_out and not request.path.startswith(STILL_OPEN)


def _shut_out(request: Request, ban: Ban | None) -> HttpResponse:
    by_name = ban is not None and bans.of_address(request.actor.address) is not ban
    context = {"member": request.actor.user, "ban": ban, "by_name": by_name}
    return render(request, "accounts/shut_out.html", context, status=403)
