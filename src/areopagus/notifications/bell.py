"""What the bell says, asked every half minute by pages that stand open.

It is a number of the member's own row, which is read with the session: one query, no page, no view, and
nobody counts as being here because a page of theirs stands open. While it is the same the answer is 304.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import get_user
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified

from areopagus.accounts.models import User

ADDRESS = "/notices/count/"
READING = frozenset({"GET", "HEAD"})


class BellMiddleware:
    """Stands behind the session and before everything that costs more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path != ADDRESS or request.method not in READING:
            return self.get_response(request)
        user = get_user(request)
        if not isinstance(user, User):
            # As any address that does not exist; the page that asks is one from before signing out.
            return HttpResponse("0", status=404, content_type="text/plain; charset=utf-8")
        tag = f'"{user.unread_notices}"'
        answer: HttpResponse
        if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
            answer = HttpResponseNotModified()
        else:
            answer = HttpResponse(
                str(user.unread_notices), content_type="text/plain; charset=utf-8"
            )
        answer.headers["ETag"] = tag
        answer.headers["Cache-Control"] = "private, no-cache"
        return answer
