"""The page behind the link in a mail."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from areopagus.core.http import Request
from areopagus.notifications import unsubscribing


# Mail programs post here by themselves when somebody presses their button (RFC 8058); the token is the proof.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: Request, token: str) -> HttpResponse:
    page = unsubscribing.unsubscribe_page(token)
    if request.method == "POST":
        unsubscribing.unsubscribe(token)
        page = unsubscribing.unsubscribe_page(token)
    return render(request, "notifications/unsubscribe.html", {"page": page})
