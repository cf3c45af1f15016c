"""The queue of what waits for a moderator."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from areopagus.boards import actions
from areopagus.boards.pages import held_page, held_writing
from areopagus.core.addresses import number_in
from areopagus.core.deciding import decide
from areopagus.core.http import Request
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import Refused
from areopagus.moderation import permissions
from areopagus.moderation.forms.held import ApproveForm, RejectForm
from areopagus.ui.messages import offer

HELD = "/moderation/held/"


@require_safe
def held(request: Request, number: int = 1) -> HttpResponse:
    permissions.insist_on_moderator(request.actor)
    return render(request, "moderation/held.html", {"page": held_page(request.actor, number)})


@require_safe
def edit(request: Request, held_id: int) -> HttpResponse:
    permissions.insist_on_moderator(request.actor)
    one = held_writing(request.actor, held_id)
    form = ApproveForm(initial={"source": one.writing.source})
    return render(request, "moderation/held_edit.html", {"one": one, "form": form})


@require_POST
def approve(request: Request, held_id: int) -> HttpResponse:
    form = ApproveForm(request.POST)
    is_mended = form.is_valid() and "source" in request.POST
    source = form.cleaned_data["source"] if is_mended else None
    seen = request.POST.get("seen", "")
    return _done(request, lambda: actions.approve(request.actor, held_id, source, seen=seen))


@require_POST
def reject(request: Request, held_id: int) -> HttpResponse:
    form = RejectForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return _done(request, lambda: actions.reject(request.actor, held_id, reason))


@require_POST
def approve_many(request: Request) -> HttpResponse:
    def approve_seen(held_id: int, _: str) -> Deed:
        seen = request.POST.get(f"seen-{held_id}", "")
        return actions.approve(request.actor, held_id, seen=seen)

    return _many(request, approve_seen)


@require_POST
def reject_many(request: Request) -> HttpResponse:
    return _many(request, lambda held_id, why: actions.reject(request.actor, held_id, why))


def _many(request: Request, deed: Callable[[int, str], Deed]) -> HttpResponse:
    permissions.insist_on_moderator(request.actor)
    form = RejectForm(request.POST)
    why = form.cleaned_data["reason"] if form.is_valid() else ""
    chosen = list(filter(None, map(number_in, request.POST.getlist("held"))))
    decided = decide(chosen, lambda held_id: deed(held_id, why))
    if decided.done:
        messages.success(request, f"{decided.done} done. Each can be undone in the ledger.")
    for obstacle in decided.obstacles:
        messages.error(request, obstacle)
    return redirect(HELD)


def _done(request: Request, deed: Callable[[], Deed]) -> HttpResponse:
    permissions.insist_on_moderator(request.actor)
    try:
        batch = deed().batch
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect(HELD)
    if batch is not None:
        offer(request, f"Done: {batch.says}.", "Undo", f"{batch.url}undo/")
    return redirect(HELD)
