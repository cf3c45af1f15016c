"""Old topics: previewed, then taken away, with an undo at once."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from areopagus.core.http import Request
from areopagus.core.verdict import Refused
from areopagus.ui.messages import offer
from areopagus.upkeep import actions
from areopagus.upkeep.forms import PruneForm, ReasonForm
from areopagus.upkeep.pages.pruning import FRONT, choices_of_forums, preview_of


@require_safe
def preview(request: Request, number: int = 1) -> HttpResponse:
    forums = choices_of_forums(request.actor)
    form = PruneForm(request.GET or None, forums=forums)
    return _show(request, form, ReasonForm(), number)


@require_POST
def prune(request: Request) -> HttpResponse:
    form = PruneForm(request.POST, forums=choices_of_forums(request.actor))
    reason = ReasonForm(request.POST)
    if form.is_valid() and reason.is_valid():
        try:
            said = reason.cleaned_data["reason"]
            deed = actions.prune_topics(request.actor, form.pruning(), said)
            if deed.batch is not None:
                offer(request, f"You {deed.batch.says}.", "Undo", f"{deed.batch.url}undo/")
            return redirect(FRONT)
        except Refused as refusal:
            reason.add_error(None, str(refusal))
    return _show(request, form, reason, 1)


def _show(request: Request, form: PruneForm, reason: ReasonForm, number: int) -> HttpResponse:
    preview = None
    if form.is_valid():
        preview = preview_of(request.actor, form.pruning(), number, form.query())
    context = {"form": form, "reason": reason, "preview": preview}
    status = 422 if form.errors or reason.errors else 200
    return render(request, "upkeep/prune.html", context, status=status)
