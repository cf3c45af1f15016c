"""Writing to a member through the board."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from areopagus.accounts import actions, pages
from areopagus.accounts.forms.letters import LetterForm
from areopagus.core.http import Request
from areopagus.core.verdict import TooSoon


@require_http_methods(["GET", "POST"])
def letter(request: Request, user_id: int) -> HttpResponse:
    page = pages.letter_page(request.actor, user_id)
    if request.method == "GET" and request.path != page.url:
        return redirect(page.url, permanent=True)
    form = LetterForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show(request, page, form, 422 if form.errors else 200)
    try:
        actions.write_to_member(request.actor, page.receiver, **form.cleaned_data)
    except TooSoon as reason:
        return _too_soon(request, page, form, reason)
    messages.success(request, f"Your letter to {page.receiver.name} is on its way.")
    return redirect(page.receiver.url)


def _show(request: Request, page: pages.LetterPage, form: LetterForm, status: int) -> HttpResponse:
    context = {"page": page, "form": form}
    return render(request, "accounts/letter.html", context, status=status)


def _too_soon(
    request: Request, page: pages.LetterPage, form: LetterForm, reason: TooSoon
) -> HttpResponse:
    form.add_error(None, str(reason))
    answer = _show(request, page, form, 429)
    answer.headers["Retry-After"] = str(reason.seconds)
    return answer
