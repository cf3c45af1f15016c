"""Reporting a post; the moderators' list."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from areopagus.boards.words import shown_title
from areopagus.core.http import Request
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import Refused
from areopagus.moderation import actions, pages
from areopagus.moderation.forms.reports import NoteForm, ReportForm, SettleForm
from areopagus.moderation.models import Report
from areopagus.ui.messages import offer

REPORTS = "/moderation/reports/"


@require_http_methods(["GET", "POST"])
def report(request: Request, post_id: int) -> HttpResponse:
    post = pages.post_to_report(request.actor, post_id)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.report(request.actor, post, form.cleaned_data["reason"])
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Thank you. The moderators will look at the post.")
            return redirect(post.url)
    context = {"post": post, "title": shown_title(post.topic.title), "form": form}
    return render(request, "moderation/report.html", context)


@require_safe
def reports(request: Request, number: int = 1) -> HttpResponse:
    page = pages.reports_page(request.actor, number)
    return render(request, "moderation/reports.html", {"page": page})


@require_safe
def settled_reports(request: Request, number: int = 1) -> HttpResponse:
    page = pages.reports_page(request.actor, number, settled=True)
    return render(request, "moderation/reports.html", {"page": page})


@require_safe
def own(request: Request) -> HttpResponse:
    return render(request, "moderation/own.html", {"reports": pages.own_reports(request.actor)})


@require_POST
def settle(request: Request, report_id: int) -> HttpResponse:
    form = SettleForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say how the case ends: whether something was done or not.")
        return redirect(REPORTS)
    said = form.cleaned_data
    outcome = Report.Outcome(said["outcome"])
    return _done(request, lambda: actions.settle(request.actor, report_id, outcome, said["answer"]))


@require_POST
def claim(request: Request, report_id: int) -> HttpResponse:
    return _done(request, lambda: actions.claim(request.actor, report_id))


@require_POST
def note(request: Request, report_id: int) -> HttpResponse:
    form = NoteForm(request.POST)
    text = form.cleaned_data["note"] if form.is_valid() else ""
    return _done(request, lambda: actions.note(request.actor, report_id, text))


def _done(request: Request, deed: Callable[[], Deed]) -> HttpResponse:
    """Back to the list, with the way to take it back, or with the reason why not."""
    try:
        batch = deed().batch
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect(REPORTS)
    if batch is not None:
        offer(request, f"Done: {batch.says}.", "Undo", f"{batch.url}undo/")
    return redirect(REPORTS)
