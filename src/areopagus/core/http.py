"""The request as our views see it, and the page a refusal becomes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render

from areopagus.core.verdict import Gone, NotFound, Refused, TooSoon

if TYPE_CHECKING:
    from areopagus.accounts.actors import Actor

STATUS_OF = {TooSoon: 429, Refused: 403, NotFound: 404, Gone: 410}


class Request(HttpRequest):
    """Only a type: Django makes the object, ActorMiddleware adds the actor."""

    actor: Actor


def own_address(request: HttpRequest) -> str:
    """The board's own address without a slash at its end, such as "https://example.org"."""
    return settings.SITE_URL.rstrip("/") or request.build_absolute_uri("/")[:-1]


def csrf_token(request: HttpRequest) -> str:
    """The same for all forms of one page: Django makes another at each call, for 50 µs."""
    if not hasattr(request, "_token"):
        request._token = get_token(request)  # type: ignore[attr-defined]  # noqa: SLF001
    token: str = request._token  # type: ignore[attr-defined]  # noqa: SLF001
    return token


def set_csrf_token(request: HttpRequest, token: str) -> None:
    """What `csrf_token` is to say on this page."""
    request._token = token  # type: ignore[attr-defined]  # noqa: SLF001


class CsrfInput:
    """The hidden field of a form; a page without a form makes no token and sets no cookie."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    def __html__(self) -> str:
        return (
            f'<input type="hidden" name="csrfmiddlewaretoken" value="{csrf_token(self._request)}">'
        )


def wants_fragment(request: HttpRequest) -> bool:
    """Whether our own script asks for a piece of a page instead of the whole."""
    return request.headers.get("X-Fragment") == "true"


def answer_for(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """The page for one of our own exceptions; None when it is not ours."""
    for kind, status in STATUS_OF.items():
        if isinstance(error, kind):
            context = {"reason": str(error), "seconds": getattr(error, "seconds", None)}
            page = render(request, f"errors/{status}.html", context, status=status)
            if isinstance(error, TooSoon):
                page.headers["Retry-After"] = str(error.seconds)
            return page
    return None


class RefusalsMiddleware:
    """Turns Refused into 403, TooSoon 429, NotFound 404, Gone 410, so no view needs a try."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return answer_for(request, error)
