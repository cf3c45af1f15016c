"""The page of notices, and the page behind the link in a mail."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from areopagus.core.http import Request
from areopagus.notifications import actions, pages, unsubscribing
from areopagus.notifications.forms import WishesForm
from areopagus.ui.messages import offer

NOTICES = "/notices/"


@require_safe
def notices(request: Request, number: int = 1) -> HttpResponse:
    page = pages.notices_page(request.actor, number)
    if request.path != (address := page.pages.url(number)):
        return redirect(address, permanent=True)
    actions.lose_notices(request.actor, page.lost)
    return render(request, "notifications/notices.html", {"page": page})


@require_safe
def notice(request: Request, notice_id: int) -> HttpResponse:
    """To look at it is to have read it, as with topics."""
    found, url = pages.way_to(request.actor, notice_id)
    actions.read_notice(request.actor, found)
    return redirect(url)


@require_POST
def read_notices(request: Request) -> HttpResponse:
    count, token = actions.read_notices(request.actor)
    if count:
        offer(request, "All notices count as read now.", "Undo", f"/notices/undo/{token}/")
    return redirect(NOTICES)


@require_POST
def undo_read_notices(request: Request, token: str) -> HttpResponse:
    actions.undo_read_notices(request.actor, token)
    return redirect(NOTICES)


@require_http_methods(["GET", "POST"])
def settings(request: Request) -> HttpResponse:
    row = pages.own_wishes(request.actor)
    form = WishesForm(request.POST or None, actor=request.actor, row=row)
    if form.is_valid():
        actions.save_wishes(request.actor, form.said(), form.hours())
        messages.success(request, "Saved.")
        return redirect(request.path)
    context = {"form": form, "tab": "notices"}
    return render(
        request, "notifications/settings.html", context, status=422 if form.errors else 200
    )


# Mail programs post here by themselves when somebody presses their button (RFC 8058); the token is the proof.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: Request, token: str) -> HttpResponse:
    page = unsubscribing.unsubscribe_page(token)
    if request.method == "POST":
        unsubscribing.unsubscribe(token)
        page = unsubscribing.unsubscribe_page(token)
    return render(request, "notifications/unsubscribe.html", {"page": page})
