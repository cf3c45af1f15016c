"""The page on which a browser is told to be told."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from areopagus.core.http import Request
from areopagus.notifications.push import actions, keys
from areopagus.notifications.push.pages import browsers_of

ADDRESS = "/settings/push/"


@require_safe
def browsers(request: Request) -> HttpResponse:
    page = browsers_of(request.actor)
    key = keys.public_key() if page.may_subscribe else ""
    return render(request, "notifications/push.html", {"page": page, "key": key})


@require_POST
def subscribe(request: Request) -> HttpResponse:
    said = [request.POST.get(name, "") for name in ("endpoint", "point", "secret")]
    actions.subscribe(request.actor, request.session.session_key or "", *said)
    messages.success(
        request, "From now on you are told in this browser. Of what, you choose under Notices."
    )
    return redirect(ADDRESS)


@require_POST
def unsubscribe(request: Request, subscription_id: int) -> HttpResponse:
    actions.unsubscribe(request.actor, subscription_id)
    messages.success(request, "That browser is told no more.")
    return redirect(ADDRESS)
