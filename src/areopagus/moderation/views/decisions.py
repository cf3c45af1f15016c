"""What a member reads about themselves, and appeals; the queue of appeals for staff."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from areopagus.core.http import Request
from areopagus.core.verdict import Refused
from areopagus.moderation.actions import appeals as actions
from areopagus.moderation.actions.standing import acknowledge as say_it_is_read
from areopagus.moderation.forms.standing import AnswerForm, AppealForm
from areopagus.moderation.models import Appeal
from areopagus.moderation.pages import decisions as pages

DECISIONS = "/settings/decisions/"
APPEALS = "/moderation/appeals/"


@require_safe
def decisions(request: Request, number: int = 1) -> HttpResponse:
    page = pages.decisions_page(request.actor, number)
    return render(request, "moderation/decisions.html", {"page": page})


@require_POST
def acknowledge(request: Request) -> HttpResponse:
    say_it_is_read(request.actor)
    messages.success(request, "Thank you.")
    return redirect(DECISIONS)


@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: Request, batch_id: int) -> HttpResponse:
    page = pages.appeal_page(request.actor, batch_id)
    form = AppealForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.appeal(request.actor, batch_id, form.cleaned_data["text"])
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Staff will look at it again and answer you.")
            return redirect(DECISIONS)
    context = {"page": page, "form": form}
    return render(request, "moderation/decision.html", context, status=422 if form.errors else 200)


@require_safe
def appeals(request: Request, number: int = 1) -> HttpResponse:
    page = pages.appeals_page(request.actor, number)
    return render(request, "moderation/appeals.html", {"page": page})


@require_safe
def answered(request: Request, number: int = 1) -> HttpResponse:
    page = pages.appeals_page(request.actor, number, answered=True)
    return render(request, "moderation/appeals.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Request, appeal_id: int) -> HttpResponse:
    page = pages.answer_page(request.actor, appeal_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        outcome = Appeal.Outcome(form.cleaned_data["outcome"])
        try:
            actions.answer(request.actor, appeal_id, outcome, form.cleaned_data["text"])
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, f"{page.appeal.member} is told.")
            return redirect(APPEALS)
    context = {"page": page, "form": form}
    return render(request, "moderation/appeal.html", context, status=422 if form.errors else 200)
