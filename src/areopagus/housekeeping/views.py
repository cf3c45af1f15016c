"""Housekeeping in the browser."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from areopagus.core.http import Request
from areopagus.core.verdict import Refused
from areopagus.housekeeping import actions, listing, notices, permissions
from areopagus.housekeeping.forms import CanaryForm, PlanForm, RulesForm, RunForm
from areopagus.housekeeping.pages.overview import overview_page
from areopagus.housekeeping.pages.preview import PreviewPage, preview_page
from areopagus.housekeeping.pages.sweeps import evidence_page, keep_page, sweep_page

FRONT = "/administration/housekeeping/"
LONGEST_REASON = 500


@require_safe
def overview(request: Request) -> HttpResponse:
    context = {"page": overview_page(request.actor), "form": RulesForm(), "canary": CanaryForm()}
    return render(request, "housekeeping/overview.html", context)


@require_POST
def gather(request: Request) -> HttpResponse:
    actions.gather_in_background(request.actor)
    messages.success(request, "The evidence is being gathered. Look again in a minute.")
    return redirect(FRONT)


@require_safe
def preview(request: Request, number: int = 1) -> HttpResponse:
    permissions.insist_on_administrator(request.actor)
    form = RulesForm(request.GET)
    return _show_preview(request, form, PlanForm(), number)


@require_safe
def as_csv(request: Request) -> HttpResponse | StreamingHttpResponse:
    permissions.insist_on_administrator(request.actor)
    form = RulesForm(request.GET)
    if not form.is_valid():
        return _show_preview(request, form, PlanForm(), 1)
    said = form.cleaned_data
    lines = listing.lines(request.actor, said["rule"], said["years"], said["sort"])
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="sweep.csv"'
    return answer


@require_POST
def plan(request: Request) -> HttpResponse:
    form, actor = PlanForm(request.POST), request.actor
    permissions.insist_on_administrator(actor)
    if form.is_valid():
        said = form.cleaned_data
        try:
            return redirect(
                actions.plan_sweep(actor, said["rule"], said["years"], said["hours"]).url
            )
        except Refused as reason:
            form.add_error(None, str(reason))
    return _show_preview(request, RulesForm(request.POST), form, 1)


@require_safe
def sweep(request: Request, sweep_id: int, number: int = 1) -> HttpResponse:
    page = sweep_page(request.actor, sweep_id, number)
    return render(request, "housekeeping/sweep.html", {"page": page, "form": RunForm()})


@require_POST
def announce(request: Request, sweep_id: int) -> HttpResponse:
    done = actions.announce_sweep(request.actor, sweep_id)
    messages.success(request, "Letters are on their way to everybody chosen who has an address.")
    return redirect(done.url)


@require_POST
def call_off(request: Request, sweep_id: int) -> HttpResponse:
    actions.call_off(request.actor, sweep_id)
    messages.success(request, "The sweep is called off. Nothing has happened to anybody.")
    return redirect(FRONT)


@require_POST
def run(request: Request, sweep_id: int) -> HttpResponse:
    actions.run_sweep(request.actor, sweep_id, request.POST.get("reason", "")[:LONGEST_REASON])
    messages.success(request, "Done. It can be undone on this page, whole or in part.")
    return redirect(f"{FRONT}sweeps/{sweep_id}/")


@require_POST
def spare(request: Request, sweep_id: int, user_id: int) -> HttpResponse:
    name = actions.spare(request.actor, sweep_id, user_id).user.name
    messages.success(request, f"{name} is taken out of this sweep.")
    return redirect(f"{FRONT}sweeps/{sweep_id}/")


@require_POST
def bring_back(request: Request, sweep_id: int, user_id: int) -> HttpResponse:
    reason = request.POST.get("reason", "")[:LONGEST_REASON]
    actions.bring_back(request.actor, sweep_id, user_id, reason)
    messages.success(request, "They are back, with everything that was hidden of theirs.")
    return redirect(f"{FRONT}sweeps/{sweep_id}/")


@require_POST
def undo_rule(request: Request, sweep_id: int, rule_id: str) -> HttpResponse:
    reason = request.POST.get("reason", "")[:LONGEST_REASON]
    batch = actions.undo_rule(request.actor, sweep_id, rule_id, reason)
    messages.success(request, f"Done: {batch.details['members']} are as they were before.")
    return redirect(f"{FRONT}sweeps/{sweep_id}/")


@require_safe
def evidence(request: Request, user_id: int) -> HttpResponse:
    page = evidence_page(request.actor, user_id)
    return render(request, "housekeeping/evidence.html", {"page": page})


@require_POST
def add_canary(request: Request) -> HttpResponse:
    form = CanaryForm(request.POST)
    page = overview_page(request.actor)
    if form.is_valid():
        try:
            actions.name_canary(request.actor, form.cleaned_data["name"])
            return redirect(f"{FRONT}#canaries")
        except Refused as reason:
            form.add_error("name", str(reason))
    context = {"page": page, "form": RulesForm(), "canary": form}
    return render(request, "housekeeping/overview.html", context, status=422)


@require_POST
def release_canary(request: Request, user_id: int) -> HttpResponse:
    actions.release_canary(request.actor, user_id)
    return redirect(f"{FRONT}#canaries")


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: Request, token: str) -> HttpResponse:
    """A press on a button and not the link itself: mail programs open links by themselves."""
    chosen = keep_page(notices.chosen_by(token))
    if request.method == "POST":
        chosen = actions.keep_me(chosen.pk)
    return render(request, "housekeeping/keep.html", {"page": chosen})


def _show_preview(
    request: Request, form: RulesForm, plan_form: PlanForm, number: int
) -> HttpResponse:
    page: PreviewPage | None = None
    if form.is_valid():
        said = form.cleaned_data
        try:
            page = preview_page(request.actor, said["rule"], said["years"], said["sort"], number)
        except Refused as reason:
            form.add_error(None, str(reason))
    context = {"page": page, "form": form, "plan": plan_form}
    status = 422 if form.errors or plan_form.errors else 200
    return render(request, "housekeeping/preview.html", context, status=status)
