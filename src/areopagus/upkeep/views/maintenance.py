"""Rounds: begun, looked at, stopped, gone on with."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from areopagus.core.http import Request
from areopagus.core.verdict import Refused
from areopagus.upkeep import actions
from areopagus.upkeep.pages.maintenance import maintenance_page

FRONT = "/administration/maintenance/"


@require_safe
def maintenance(request: Request) -> HttpResponse:
    page = maintenance_page(request.actor)
    return render(request, "upkeep/maintenance.html", {"page": page})


@require_POST
def begin(request: Request, kind: str) -> HttpResponse:
    try:
        actions.begin_round(request.actor, kind, is_whole="whole" in request.POST)
        messages.success(
            request, "Begun. It goes on by itself; this page says how far it has come."
        )
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect(FRONT)


@require_POST
def stop(request: Request, round_id: int) -> HttpResponse:
    actions.stop_round(request.actor, round_id)
    messages.success(request, "Stopped. What is done stays done, and it can go on from there.")
    return redirect(FRONT)


@require_POST
def resume(request: Request, round_id: int) -> HttpResponse:
    try:
        actions.resume_round(request.actor, round_id)
        messages.success(request, "It goes on from where it was stopped.")
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect(FRONT)
