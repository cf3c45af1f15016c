"""The queue of what members say of ghosts, for moderators."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from areopagus.core.addresses import number_in
from areopagus.core.deciding import decide
from areopagus.core.http import Request
from areopagus.core.ledger.recording import Deed
from areopagus.homecoming import actions
from areopagus.homecoming.forms import DecideForm
from areopagus.homecoming.pages.pleas import decide_page, insist_on_deciding, queue_page

QUEUE = "/moderation/claims/"


@require_safe
def queue(request: Request, number: int = 1) -> HttpResponse:
    return render(request, "homecoming/pleas.html", {"page": queue_page(request.actor, number)})


@require_safe
def plea(request: Request, plea_id: int) -> HttpResponse:
    return render(request, "homecoming/decide.html", {"page": decide_page(request.actor, plea_id)})


@require_POST
def accept(request: Request) -> HttpResponse:
    return _decided(request, lambda pk, why: actions.accept(request.actor, pk, why))


@require_POST
def refuse(request: Request) -> HttpResponse:
    return _decided(request, lambda pk, why: actions.refuse(request.actor, pk, why))


def _decided(request: Request, deed: Callable[[int, str], Deed]) -> HttpResponse:
    insist_on_deciding(request.actor)
    form = DecideForm(request.POST)
    why = form.cleaned_data["reason"] if form.is_valid() else ""
    chosen = list(filter(None, map(number_in, request.POST.getlist("plea"))))
    decided = decide(chosen, lambda pk: deed(pk, why))
    if decided.done:
        messages.success(request, f"{decided.done} decided. Each can be undone in the ledger.")
    for obstacle in decided.obstacles:
        messages.error(request, obstacle)
    return redirect(QUEUE)
