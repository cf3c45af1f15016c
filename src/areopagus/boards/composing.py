"""How every form that publishes something answers: shown, previewed, refused with its text, or done.

Whatever happens, the text comes back: a refusal is shown above the form that was sent.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from areopagus.accounts.actions import accept_rules
from areopagus.accounts.rules import to_accept
from areopagus.boards import pages
from areopagus.boards.actions import WaitsForApproval
from areopagus.boards.forms import PreviewForm, WritingForm
from areopagus.boards.posts_html import review_html
from areopagus.core.http import Request
from areopagus.core.verdict import Refused, TooSoon


def sent(request: Request) -> QueryDict | None:
    """What a form is bound to: None while it is only shown."""
    return request.POST if request.method == "POST" else None


def compose(
    request: Request, page: pages.WritingPage, form: WritingForm, deed: Callable[[], str]
) -> HttpResponse:
    """`deed` publishes what the valid form holds and answers the address to go to."""
    if rules := to_accept(request.actor):
        form.ask_to_accept(rules)
    if request.method != "POST":
        page.may.insist()
        return _show(request, page, form)
    if not page.may:
        form.add_error(None, page.may.reason)
        return _show(request, page, form, status=403)
    if not form.is_valid():
        return _show(request, page, form, status=422)
    if form.is_preview:
        return _show(request, page, form, preview=previewed(form))
    if page.since:
        return _show(request, page, form, status=409)
    return _publish(request, page, form, deed)


def _publish(
    request: Request, page: pages.WritingPage, form: WritingForm, deed: Callable[[], str]
) -> HttpResponse:
    if form.rules and request.actor.user:
        if not form.accepts_rules():
            return _show(request, page, form, status=422)
        accept_rules(request.actor.user, form.rules)
    try:
        return redirect(deed())
    except WaitsForApproval as waits:
        messages.success(request, f"Thank you. Your text is taken, and waits. {waits}")
        return redirect(page.cancel_url if request.actor.is_guest else "/waiting/")
    except TooSoon as reason:
        form.add_error(None, str(reason))
        answer = _show(request, page, form, status=429)
        answer.headers["Retry-After"] = str(reason.seconds)
        return answer
    except Refused as reason:
        form.add_error(None, str(reason))
        return _show(request, page, form, status=403)


def previewed(form: PreviewForm) -> pages.Preview:
    said = form.cleaned_data
    return pages.preview(said["source"], said["markup"], with_smilies=said["with_smilies"])


def _show(
    request: Request,
    page: pages.WritingPage,
    form: WritingForm,
    *,
    preview: pages.Preview | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "page": page,
        "form": form,
        "preview": preview,
        "review_html": review_html(request, page),
    }
    return render(request, "boards/compose.html", context, status=status)
