"""How a member stands: warnings, silence, notes."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from areopagus.core.http import Request
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import Refused
from areopagus.moderation.actions import standing as actions
from areopagus.moderation.forms.standing import NoteForm, SilenceForm, WarnForm
from areopagus.moderation.pages.standing import StandingPage, standing_page
from areopagus.ui.messages import offer

Form = WarnForm | SilenceForm | NoteForm


@require_safe
def member(request: Request, member_id: int) -> HttpResponse:
    return _show(request, standing_page(request.actor, member_id))


@require_POST
def warn(request: Request, member_id: int) -> HttpResponse:
    form = WarnForm(request.POST)
    return _answer(
        request, member_id, form, lambda: actions.warn(request.actor, member_id, **form.arguments())
    )


@require_POST
def silence(request: Request, member_id: int) -> HttpResponse:
    form = SilenceForm(request.POST, clock=request.actor.clock)
    return _answer(
        request,
        member_id,
        form,
        lambda: actions.silence(request.actor, member_id, **form.cleaned_data),
    )


@require_POST
def lift_silence(request: Request, member_id: int) -> HttpResponse:
    return _done(request, member_id, actions.lift_silence(request.actor, member_id))


@require_POST
def add_note(request: Request, member_id: int) -> HttpResponse:
    form = NoteForm(request.POST)
    return _answer(
        request,
        member_id,
        form,
        lambda: actions.add_note(request.actor, member_id, **form.cleaned_data),
    )


@require_POST
def remove_note(request: Request, member_id: int, note_id: int) -> HttpResponse:
    return _done(request, member_id, actions.remove_note(request.actor, member_id, note_id))


def _answer(request: Request, member_id: int, form: Form, deed: Callable[[], Deed]) -> HttpResponse:
    page = standing_page(request.actor, member_id)
    if form.is_valid():
        try:
            return _done(request, member_id, deed())
        except Refused as reason:
            form.add_error(None, str(reason))
    return _show(request, page, form)


def _done(request: Request, member_id: int, deed: Deed) -> HttpResponse:
    if deed.batch is not None:
        offer(request, f"Done: {deed.batch.says}.", "Undo", f"{deed.batch.url}undo/")
    return redirect(f"/moderation/members/{member_id}/")


def _show(request: Request, page: StandingPage, sent: Form | None = None) -> HttpResponse:
    """All three forms; the one that was sent with what is wrong with it."""
    forms = {
        "warn": WarnForm(),
        "silence": SilenceForm(clock=request.actor.clock),
        "note": NoteForm(),
    }
    forms |= {sent.prefix: sent} if sent is not None else {}
    context = {"page": page, "forms": forms}
    return render(request, "moderation/member.html", context, status=422 if sent else 200)
