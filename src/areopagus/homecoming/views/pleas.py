"""What members do about what people decide: ask, vouch, dispute, withdraw."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from areopagus.core.http import Request
from areopagus.core.verdict import Refused
from areopagus.homecoming import actions
from areopagus.homecoming.forms import AskForm, DisputeForm, VouchForm
from areopagus.homecoming.models import Plea
from areopagus.homecoming.pages.claiming import claim_page
from areopagus.homecoming.pages.pleas import dispute_page, plea_page


@require_POST
def ask_by_page(request: Request, ghost_id: int) -> HttpResponse:
    return redirect(actions.ask_by_page(request.actor, ghost_id, request.POST.get("page", "")).url)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_by_word(request: Request, ghost_id: int) -> HttpResponse:
    page = claim_page(request.actor, ghost_id)
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            stretch = form.stretch(request.actor.clock.zone)
            plea = actions.ask_by_word(request.actor, ghost_id, form.cleaned_data["words"], stretch)
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            return redirect(plea.url)
    context = {"page": page, "form": form}
    return render(request, "homecoming/ask.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: Request, claim_id: int) -> HttpResponse:
    page = dispute_page(request.actor, claim_id)
    form = DisputeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            stretch = form.stretch(request.actor.clock.zone)
            plea = actions.dispute(request.actor, claim_id, form.cleaned_data["words"], stretch)
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            return redirect(plea.url)
    context = {"page": page, "form": form}
    return render(request, "homecoming/dispute.html", context, status=422 if form.errors else 200)


@require_safe
def plea(request: Request, plea_id: int) -> HttpResponse:
    return _show(request, plea_id, VouchForm())


@require_POST
def vouch(request: Request, plea_id: int) -> HttpResponse:
    form = VouchForm(request.POST)
    if form.is_valid():
        try:
            actions.vouch(request.actor, plea_id, form.cleaned_data["text"])
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Thank you. A moderator decides.")
            return redirect(f"/pleas/{plea_id}/")
    return _show(request, plea_id, form)


@require_POST
def take_back(request: Request, plea_id: int) -> HttpResponse:
    actions.take_back(request.actor, plea_id)
    messages.success(request, "Your word is taken back.")
    return redirect(f"/pleas/{plea_id}/")


@require_POST
def withdraw(request: Request, plea_id: int) -> HttpResponse:
    withdrawn: Plea = actions.withdraw(request.actor, plea_id)
    messages.success(request, "Withdrawn. Nothing has changed.")
    return redirect(withdrawn.url)


@require_POST
def look(request: Request, plea_id: int) -> HttpResponse:
    try:
        actions.look(request.actor, plea_id)
    except Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, "The board looks at the page now. Come back here in a minute.")
    return redirect(f"/pleas/{plea_id}/")


def _show(request: Request, plea_id: int, form: VouchForm) -> HttpResponse:
    context = {"page": plea_page(request.actor, plea_id), "form": form}
    return render(request, "homecoming/plea.html", context, status=422 if form.errors else 200)
