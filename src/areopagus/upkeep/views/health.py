"""How the board is; failed jobs; the test of the mail."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from areopagus.core.http import Request
from areopagus.core.verdict import Refused
from areopagus.upkeep import actions
from areopagus.upkeep.pages.health import health_page
from areopagus.upkeep.pages.mail import mail_page

HEALTH, MAIL = "/administration/health/", "/administration/mail/"


@require_safe
def health(request: Request) -> HttpResponse:
    return render(request, "upkeep/health.html", {"page": health_page(request.actor)})


@require_POST
def try_again(request: Request, job_id: int) -> HttpResponse:
    try:
        actions.try_again(request.actor, job_id)
        messages.success(request, "It is tried again.")
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect(HEALTH)


@require_POST
def let_go(request: Request, job_id: int) -> HttpResponse:
    actions.let_go(request.actor, job_id)
    messages.success(request, "It is let go, and will not be done.")
    return redirect(HEALTH)


@require_safe
def mail(request: Request) -> HttpResponse:
    return render(request, "upkeep/mail.html", {"page": mail_page(request.actor)})


@require_POST
def send_test_letter(request: Request) -> HttpResponse:
    try:
        outcome = actions.send_test_letter(request.actor)
        say = messages.success if outcome.has_gone else messages.error
        say(request, outcome.words)
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect(MAIL)
