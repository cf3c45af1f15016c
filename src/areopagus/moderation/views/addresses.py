"""Who came from where."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from areopagus.core.http import Request
from areopagus.moderation.pages import addresses as pages

LONGEST = 45


@require_safe
def address(request: Request, number: int = 1) -> HttpResponse:
    # Looked up as it is said, and PostgreSQL refuses a zero byte.
    said = request.GET.get("said", "").replace("\0", "").strip()[:LONGEST]
    all_ticked = request.GET.get("tick") == "all"
    page = pages.address_page(request.actor, said, number, all_ticked=all_ticked)
    return render(request, "moderation/address.html", {"page": page})


@require_safe
def member(request: Request, member_id: int) -> HttpResponse:
    page = pages.member_addresses(request.actor, member_id)
    return render(request, "moderation/member_addresses.html", {"page": page})
