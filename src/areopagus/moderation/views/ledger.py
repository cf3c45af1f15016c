"""The ledger: the list, one batch, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from areopagus.core.http import Request
from areopagus.core.ledger.undoing import Obstructed
from areopagus.moderation import actions, pages
from areopagus.moderation.forms.ledger import LedgerForm, UndoForm
from areopagus.ui.messages import offer


@require_safe
def ledger(request: Request, number: int = 1) -> HttpResponse:
    form = LedgerForm(request.GET, actor=request.actor)
    page = pages.ledger_page(request.actor, form.filters(), number, form.query())
    return render(request, "moderation/ledger.html", {"page": page, "form": form})


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
