"""extern.php: feeds that readers have polled for years, and pieces for other sites."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from areopagus.accounts.actors import Actor
from areopagus.accounts.basic_authentication import CHALLENGE, WrongPassword, actor_of
from areopagus.boards import syndication
from areopagus.core.clock import now
from areopagus.core.http import Request, own_address
from areopagus.core.verdict import NotFound
from areopagus.importers.fluxbb import extern, extern_formats
from areopagus.importers.fluxbb.extern import Wanted

HTML, XML = "text/html; charset=utf-8", "application/xml; charset=utf-8"
FOR_MEMBERS = (
    "What is asked for here is not for everybody. Members get it with their name and password."
)
Piece = tuple[bytes, str, datetime]


@require_safe
def feed(request: Request) -> HttpResponse:
    wanted = extern.wanted(request.GET.dict())
    try:
        actor = actor_of(request)
        piece = _piece(request, actor, wanted)
    except WrongPassword:
        return _challenge(request)
    except NotFound:
        if request.actor.is_guest and "Authorization" not in request.headers:
            return _challenge(request)
        raise
    answer = syndication.sent(request, *piece, for_all=actor.is_guest)
    patch_vary_headers(answer, ("Authorization", "Cookie"))
    return answer


def _piece(request: Request, actor: Actor, wanted: Wanted) -> Piece:
    base = own_address(request)
    if wanted.action != "feed":
        extern.insist_on_reading(actor)
        return _told(actor, wanted, base).encode(), HTML, now()
    found = extern.feed(actor, wanted)
    changed = syndication.changed_at(found)
    if wanted.kind == "html":
        return extern_formats.as_list(found, base).encode(), HTML, changed
    if wanted.kind == "xml":
        of_posts = wanted.topic_id is not None
        return extern_formats.as_xml(found, base, of_posts=of_posts), XML, changed
    address = request.get_full_path()
    return *syndication.written(found, wanted.kind, base, address), changed


def _told(actor: Actor, wanted: Wanted, base: str) -> str:
    if wanted.action == "stats":
        return extern_formats.how_much_there_is(actor, base)
    with_names = wanted.action == "online_full"
    return extern_formats.who_is_here(actor, base, with_names=with_names)


def _challenge(request: Request) -> HttpResponse:
    answer = render(request, "errors/403.html", {"reason": FOR_MEMBERS}, status=401)
    answer.headers["WWW-Authenticate"] = CHALLENGE
    answer.headers["Cache-Control"] = "no-store"
    return answer
