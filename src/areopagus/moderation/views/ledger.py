"""The ledger: the list, one batch, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from areopagus.core.http import Request
from areopagus.core.ledger.undoing import Obstructed
from areopagus.core.verdict import Refused
from areopagus.moderation import actions, pages
from areopagus.moderation.doing import chosen
from areopagus.moderation.forms.ledger import LedgerForm, UndoForm
from areopagus.moderation.pages import parts
from areopagus.moderation.pages.public_log import public_log_page
from areopagus.ui.messages import offer


@require_safe
def ledger(request: Request, number: int = 1) -> HttpResponse:
    form = LedgerForm(request.GET, actor=request.actor)
    page = pages.ledger_page(request.actor, form.filters(), number, form.query())
    return render(request, "moderation/ledger.html", {"page": page, "form": form})


@require_safe
def public_log(request: Request, number: int = 1) -> HttpResponse:
    page = public_log_page(request.actor, number)
    return render(request, "moderation/public_log.html", {"page": page})


@require_safe
def batch(request: Request, batch_id: int) -> HttpResponse:
    page = pages.batch_page(request.actor, batch_id)
    context = {"page": page, "form": UndoForm()}
    return render(request, "moderation/batch.html", context)


@require_POST
def undo(request: Request, batch_id: int) -> HttpResponse:
    form = UndoForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        undone = actions.undo(request.actor, batch_id, reason)
    except Obstructed as reason_why_not:
        messages.error(request, str(reason_why_not))
        return redirect(f"/moderation/ledger/{batch_id}/")
    offer(request, f"You {undone.says}.", "Do it again", f"{undone.url}undo/")
    return redirect(f"/moderation/ledger/{batch_id}/")


@require_http_methods(["GET", "HEAD", "POST"])
def undo_part(request: Request, batch_id: int) -> HttpResponse:
    """For some members only: ticked, previewed, done."""
    page, said = parts.part_page(request.actor, batch_id), request.POST
    ids, form, preview = chosen(said, "member"), UndoForm(said or None), None
    if request.method == "POST" and form.is_valid():
        try:
            if "do" in said:
                return _undone(request, batch_id, ids, form.cleaned_data["reason"])
            preview = parts.preview(request.actor, batch_id, ids)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"page": page, "form": form, "preview": preview, "ticked": set(ids)}
    return render(request, "moderation/part.html", context, status=422 if form.errors else 200)


def _undone(request: Request, batch_id: int, ids: list[int], reason: str) -> HttpResponse:
    undone = actions.undo_for(request.actor, batch_id, ids, reason)
    offer(request, f"You {undone.says}.", "Do it again", f"{undone.url}undo/")
    return redirect(f"/moderation/ledger/{batch_id}/")
