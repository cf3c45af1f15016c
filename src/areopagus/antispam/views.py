"""The door in the browser."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from areopagus.antispam.pages.trust import trust_page
from areopagus.core.http import Request


@require_safe
def trust(request: Request) -> HttpResponse:
    return render(request, "antispam/trust.html", {"page": trust_page(request.actor)})
