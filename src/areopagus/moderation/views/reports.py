"""Reporting a post; the moderators' list."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from areopagus.core.http import Request
from areopagus.core.verdict import Refused
from areopagus.moderation import actions, pages
from areopagus.moderation.forms.reports import ReportForm


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
    return render(request, "moderation/report.html", {"post": post, "form": form})


@require_safe
def reports(request: Request, number: int = 1) -> HttpResponse:
    page = pages.reports_page(request.actor, number)
    return render(request, "moderation/reports.html", {"page": page})


@require_safe
def settled_reports(request: Request, number: int = 1) -> HttpResponse:
    page = pages.reports_page(request.actor, number, settled=True)
    return render(request, "moderation/reports.html", {"page": page})


@require_POST
def settle(request: Request, report_id: int) -> HttpResponse:
    pages.reports_page(request.actor)
    actions.settle(request.actor, report_id)
    return redirect("/moderation/reports/")
