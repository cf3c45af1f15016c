"""Claiming a ghost in the browser."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from areopagus.core.http import Request
from areopagus.core.verdict import Refused
from areopagus.homecoming import actions
from areopagus.homecoming.forms import MailForm, PasswordForm
from areopagus.homecoming.pages.claiming import claim_page, link_page

ON_ITS_WAY = (
    "If that address belongs to these posts, a link is on its way to it. Open it here, signed in."
)
WELCOME = "Welcome home. These posts are shown as yours now."


@require_safe
def claim(request: Request, ghost_id: int) -> HttpResponse:
    return _show(request, ghost_id, MailForm(), PasswordForm())


@require_POST
def ask_by_mail(request: Request, ghost_id: int) -> HttpResponse:
    form = MailForm(request.POST)
    page = claim_page(request.actor, ghost_id)
    if form.is_valid():
        try:
            actions.ask_by_mail(request.actor, ghost_id, form.cleaned_data["mail"])
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, ON_ITS_WAY)
            return redirect(page.ghost.url)
    return _show(request, ghost_id, form, PasswordForm())


@require_POST
def claim_by_password(request: Request, ghost_id: int) -> HttpResponse:
    form = PasswordForm(request.POST)
    page = claim_page(request.actor, ghost_id)
    if form.is_valid():
        try:
            actions.claim_by_password(request.actor, ghost_id, form.cleaned_data["password"])
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, WELCOME)
            return redirect(page.ghost.url)
    return _show(request, ghost_id, MailForm(), form)


@require_safe
def link(request: Request, token: str) -> HttpResponse:
    page = link_page(request.actor, token)
    return render(request, "homecoming/link.html", {"page": page})


@require_POST
def claim_by_mail(request: Request, token: str) -> HttpResponse:
    page = link_page(request.actor, token)
    actions.claim_by_mail(request.actor, token)
    messages.success(request, WELCOME)
    return redirect(page.ghost.url)


@require_POST
def let_go(request: Request, claim_id: int) -> HttpResponse:
    ghost = actions.let_go(request.actor, claim_id)
    messages.success(request, "Done. These posts are not shown as yours any more.")
    return redirect(ghost.url)


def _show(request: Request, ghost_id: int, form: MailForm, password: PasswordForm) -> HttpResponse:
    page = claim_page(request.actor, ghost_id)
    status = 422 if form.errors or password.errors else 200
    context = {"page": page, "form": form, "password": password}
    return render(request, "homecoming/claim.html", context, status=status)
