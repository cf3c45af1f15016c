"""The pages for what went wrong: kind, in the house style, and never at the price of somebody's text."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static

from areopagus.ui.giving_back import given_back

TOO_BIG = "What you sent is larger than this board accepts."
TOO_MANY = "The form has more fields than this board takes at once, which are {:,}. Choose fewer."
FORM_EXPIRED = (
    "The form had been open for a long time, or your session had ended, so we could not be sure "
    "that it was you who sent it."
)


# What stands in front of the house says: heading, reason, what to do.
AT_THE_DOOR = {
    503: (
        "The board is very busy",
        "So much is being asked for right now that this could not be done.",
        "Wait a few seconds and try again; what you may have sent was not saved. Members who are signed in go first.",
    ),
    429: (
        "Too quick",
        "More has been asked for from your network in the last minute than one network gets.",
        "Wait a minute and try again; what you may have sent was not saved. Members who are signed in read as much as they like.",
    ),
    408: (
        "That took too long",
        "What you sent came so slowly that we have stopped waiting for it.",
        "Nothing was saved. Go back, your browser still has it, and send it once more.",
    ),
}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return page(request, 413, TOO_BIG)
    if isinstance(exception, TooManyFieldsSent):
        return page(request, 400, TOO_MANY.format(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS))
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    reason = str(exception) if isinstance(exception, PermissionDenied) else ""
    return page(request, 403, reason)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    # What Django says in the exception is meant for developers (it lists addresses).
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Without the request, hence without the frame: the database may be what failed."""
    try:
        stylesheet = static("css/app.css")
    except ValueError:
        # The manifest of static files itself is missing. A plain page is better than none.
        stylesheet = ""
    html = render_to_string("errors/500.html", {"reason": "", "stylesheet": stylesheet})
    return HttpResponse(html, status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """CSRF_FAILURE_VIEW. Django's reason names headers and tokens; ours says what to do."""
    return give_back(request, FORM_EXPIRED, 403)


def give_back(request: HttpRequest, reason: str, status: int = 403) -> HttpResponse:
    """A refused form's texts, to copy or to send again. `reason` is a sentence for the writer."""
    context = {"reason": reason, "given": given_back(request)}
    answer = render(request, "errors/give_back.html", context, status=status)
    # The page shows what this visitor wrote; no cache may keep it.
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def page(request: HttpRequest, status: int, reason: str = "") -> HttpResponse:
    return render(request, f"errors/{status}.html", {"reason": reason}, status=status)


def at_the_door(board: str, status: int) -> str:
    """The page of one who was not let in; without a request, hence without the frame."""
    heading, reason, advice = AT_THE_DOOR[status]
    context = {"board": board, "status": status, "heading": heading}
    return render_to_string(
        "errors/at_the_door.html", context | {"reason": reason, "advice": advice}
    )
