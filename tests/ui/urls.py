"""A few doors to knock at, so that refusals are met the way people meet them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from areopagus.core.verdict import Gone, NotFound, Refused, TooSoon
from areopagus.ui.errors import give_back

ERRORS: dict[str, Exception] = {
    "suspicious": SuspiciousOperation("internal words"),
    "denied": PermissionDenied("Only Ada may."),
    "silently-denied": PermissionDenied(),
    "nowhere": Http404("internal words"),
    "refused": Refused("This topic is locked."),
    "not-found": NotFound("No such topic."),
    "gone": Gone("Removed by its author."),
    "too-soon": TooSoon("You wrote a moment ago.", 30),
    "broken": RuntimeError("internal words"),
}


def fail(request: HttpRequest, how: str) -> HttpResponse:
    raise ERRORS[how]


def accept(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.POST.get("source", ""))


def ended(request: HttpRequest) -> HttpResponse:
    return give_back(request, "Your session has ended.", 401)


urlpatterns = [
    path("fail/<how>/", fail),
    path("accept/", accept),
    path("ended/", ended),
]
handler400 = "areopagus.ui.errors.bad_request"
handler403 = "areopagus.ui.errors.forbidden"
handler404 = "areopagus.ui.errors.not_found"
handler500 = "areopagus.ui.errors.server_error"
