"""What a browser asks for to install the board and to say when there is no connection."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from areopagus.boards import installing, options
from areopagus.core.http import Request
from areopagus.core.verdict import NotFound


@require_safe
def manifest(request: Request) -> HttpResponse:  # noqa: ARG001
    if not options.INSTALLABLE.get():
        raise NotFound
    return JsonResponse(installing.manifest(), content_type="application/manifest+json")


@require_safe
def worker(request: Request) -> HttpResponse:  # noqa: ARG001
    """At the board's root, so that it may speak for all pages; also when it is to end."""
    return HttpResponse(installing.worker(), content_type="text/javascript; charset=utf-8")


@require_safe
def offline(request: Request) -> HttpResponse:  # noqa: ARG001
    return HttpResponse(installing.offline_page())
