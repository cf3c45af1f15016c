"""The numbers of the board, as charts and as a table."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from areopagus.core.http import Request
from areopagus.upkeep import actions
from areopagus.upkeep.pages.statistics import FRONT, PERIODS, statistics_page


@require_safe
def statistics(request: Request, period: str = "days") -> HttpResponse:
    page = statistics_page(request.actor, period)
    return render(request, "upkeep/statistics.html", {"page": page, "periods": PERIODS})


@require_POST
def sum_up_anew(request: Request) -> HttpResponse:
    actions.sum_up_anew(request.actor)
    messages.success(request, "The numbers are being summed up anew. Look again in a minute.")
    return redirect(FRONT)
