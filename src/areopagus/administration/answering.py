"""How a form of administration is received and answered, the same everywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from areopagus.core.http import Request
from areopagus.core.verdict import Refused

LONGEST_REASON = 500


def sent(request: Request) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def reason_given(request: Request) -> str:
    """Why it is done, for the ledger; nobody is made to say it."""
    return request.POST.get("reason", "").strip()[:LONGEST_REASON]


def is_done(request: Request, form: forms.Form, deed: Callable[[], Any], message: str) -> bool:
    """Does the deed when the form is right; a refusal stands at the top of the form."""
    if not form.is_valid():
        return False
    try:
        deed()
    except Refused as reason:
        form.add_error(None, str(reason))
        return False
    messages.success(request, message)
    return True


def warned(
    request: Request, form: forms.Form, effects: Callable[[], Sequence[str]]
) -> Sequence[str]:
    """What must be read before it is done: what changes for others. Empty when it was read, or nothing does."""
    if not form.is_valid() or "confirmed" in request.POST:
        return ()
    try:
        return effects()
    except Refused:
        # Whoever does it says so at the top of the form.
        return ()


def show(
    request: Request,
    template: str,
    page: object,
    form: forms.Form,
    effects: Sequence[str] = (),
) -> HttpResponse:
    """`effects` are shown above the form, which is sent once more to do it all the same."""
    status = 422 if form.errors else 200
    context = {"page": page, "form": form, "effects": effects}
    return render(request, f"administration/{template}.html", context, status=status)
