"""The board's answers before any view: whether it is alive, and whether it is closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from areopagus.boards import options
from areopagus.core.http import Request
from areopagus.core.models import OptionValue
from areopagus.ui.errors import give_back

# What stays open while the board is closed: the way in for administrators, and what it looks like.
STILL_OPEN = ("/sign-in/", "/sign-out/", "/set-up/", "/static/", "/favicon.ico")
# Seconds after which a robot may ask again.
RETRY_AFTER = 600

Answer = Callable[[HttpRequest], HttpResponseBase]


class HealthMiddleware:
    """Answers /health/ for load balancers and watchdogs: 200 when the database answers, else 503.

    Stands before everything else, so that the question costs one query, counts nobody as a guest,
    and is answered rather than failing when there is no database to ask for a session.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path != "/health/":
            return self.get_response(request)
        well = _database_answers()
        answer = HttpResponse(
            "ok\n" if well else "The database does not answer.\n",
            status=200 if well else 503,
            content_type="text/plain; charset=utf-8",
        )
        answer.headers["Cache-Control"] = "no-store"
        return answer


class MaintenanceMiddleware:
    """While the board is closed everybody but administrators is told so, with a 503."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, plain_request: HttpRequest) -> HttpResponseBase:
        request = cast(Request, plain_request)
        if (
            not options.MAINTENANCE.get()
            or request.actor.is_administrator
            or request.path.startswith(STILL_OPEN)
        ):
            return self.get_response(request)
        answer = _closed(request)
        answer.headers["Retry-After"] = str(RETRY_AFTER)
        answer.headers["Cache-Control"] = "no-store"
        return answer


def _closed(request: Request) -> HttpResponse:
    if request.method == "POST":
        # Somebody was writing when the board closed; their text goes back to them.
        reason = "The board has just been closed for a while. Keep your text and send it later."
        return give_back(request, reason, 503)
    context = {"message_html": options.MAINTENANCE_HTML.get()}
    return render(request, "boards/maintenance.html", context, status=503)


def _database_answers() -> bool:
    try:
        OptionValue.objects.order_by().values_list("key").first()
    except Error:
        # The next question must not be asked on a broken connection.
        connection.close()
        return False
    return True
