from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from areopagus.core.http import Request
from areopagus.homecoming.pairs.actions import decline
from areopagus.homecoming.pairs.page import pairs_page


@require_safe
def pairs(request: Request, number: int = 1) -> HttpResponse:
    return render(request, "homecoming/pairs.html", {"page": pairs_page(request.actor, number)})


@require_POST
def not_me(request: Request, pair_id: int) -> HttpResponse:
    user = decline(request.actor, pair_id).user
    messages.success(request, "You are not asked again.")
    return redirect(user.url)
