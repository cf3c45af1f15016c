"""Bans on names, networks and mail addresses in the browser."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from areopagus.core.http import Request
from areopagus.core.verdict import Refused
from areopagus.moderation.actions import bans as actions
from areopagus.moderation.forms.bans import BanForm
from areopagus.moderation.pages import bans as pages

BANS = "/moderation/bans/"
PREFILLED = ("name", "addresses", "mail")


@require_safe
def bans(request: Request, number: int = 1) -> HttpResponse:
    page = pages.bans_page(request.actor, number, request.GET.get("said", "")[:100].strip())
    return render(request, "moderation/bans.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    page = pages.ban_page(request.actor)
    first = {name: request.GET.get(name, "")[:254] for name in PREFILLED}
    return _answer(request, page, _form(request, page, first))


@require_http_methods(["GET", "HEAD", "POST"])
def ban(request: Request, ban_id: int) -> HttpResponse:
    page = pages.ban_page(request.actor, ban_id)
    return _answer(request, page, _form(request, page, {}))


@require_POST
def lift(request: Request, ban_id: int) -> HttpResponse:
    deed = actions.lift_ban(request.actor, ban_id, request.POST.get("reason", "")[:500])
    messages.success(request, f"The ban of {deed.details['ban']} is lifted.")
    return redirect(BANS)


def _form(request: Request, page: pages.BanPage, first: dict[str, str]) -> BanForm:
    said = request.POST if request.method == "POST" else None
    return BanForm(said, clock=request.actor.clock, ban=page.ban, first=first)


def _answer(request: Request, page: pages.BanPage, form: BanForm) -> HttpResponse:
    """Whom it would hit is shown first; a ban that hits no member is made at once."""
    if form.is_valid():
        page = pages.with_hits(page, form.as_ban())
        if not page.hits or "seen" in request.POST:
            try:
                return _done(request, page, form)
            except Refused as reason:
                form.add_error(None, str(reason))
    asks = bool(page.hits) and not form.errors and request.method == "POST"
    context = {"page": page, "form": form, "asks": asks}
    return render(request, "moderation/ban.html", context, status=422 if form.errors else 200)


def _done(request: Request, page: pages.BanPage, form: BanForm) -> HttpResponse:
    if page.ban is None:
        deed = actions.add_ban(request.actor, **form.cleaned_data)
    else:
        deed = actions.change_ban(request.actor, page.ban.pk, **form.cleaned_data)
    messages.success(request, f"{deed.details['ban']} cannot come in from now on.")
    return redirect(BANS)
