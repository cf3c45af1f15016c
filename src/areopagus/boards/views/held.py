"""The writer's own waiting texts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from areopagus.boards import actions, pages
from areopagus.boards.forms import HeldForm
from areopagus.core.http import Request
from areopagus.core.verdict import Refused

WAITING = "/waiting/"


@require_safe
def waiting(request: Request) -> HttpResponse:
    return render(request, "boards/waiting.html", {"held": pages.own_held(request.actor)})


@require_http_methods(["GET", "POST"])
def change(request: Request, held_id: int) -> HttpResponse:
    writing = pages.own_waiting(request.actor, held_id)
    form = HeldForm(request.POST or None, initial={"source": writing.source})
    if form.is_valid():
        try:
            actions.change_held(request.actor, held_id, form.cleaned_data["source"])
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Changed. It waits as before.")
            return redirect(WAITING)
    context = {"writing": writing, "form": form}
    return render(request, "boards/held.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw(request: Request, held_id: int) -> HttpResponse:
    actions.withdraw(request.actor, held_id)
    messages.success(request, "Withdrawn. Nobody will see it.")
    return redirect(WAITING)
