"""The door in the browser."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from areopagus.antispam import actions
from areopagus.antispam.forms import RaidForm
from areopagus.antispam.pages.door import door_page
from areopagus.antispam.pages.trust import trust_page
from areopagus.core.http import Request

DOOR = "/moderation/door/"


@require_safe
def trust(request: Request) -> HttpResponse:
    return render(request, "antispam/trust.html", {"page": trust_page(request.actor)})


@require_safe
def door(request: Request) -> HttpResponse:
    context = {"page": door_page(request.actor), "form": RaidForm()}
    return render(request, "antispam/door.html", context)


@require_POST
def raid(request: Request) -> HttpResponse:
    page, form = door_page(request.actor), RaidForm(request.POST)
    if not form.is_valid():
        return render(request, "antispam/door.html", {"page": page, "form": form}, status=422)
    actions.start_raid(request.actor, form.cleaned_data["hours"], form.cleaned_data["reason"])
    messages.success(request, "Raid mode is on. Whoever comes now waits until you have looked.")
    return redirect(DOOR)


@require_POST
def end_raid(request: Request) -> HttpResponse:
    actions.end_raid(request.actor)
    messages.success(request, "Raid mode is off. Whoever waits is still to be decided on.")
    return redirect(DOOR)
