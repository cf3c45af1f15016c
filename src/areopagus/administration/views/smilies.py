"""Smilies of the board's own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from areopagus.administration.actions import smilies as actions
from areopagus.administration.answering import is_done, reason_given, sent, show
from areopagus.administration.forms.smilies import NewSmileyForm, SmileyForm
from areopagus.administration.pages.smilies import smiley_page, smilies_page
from areopagus.core.http import Request

SMILIES = "/administration/smilies/"


@require_http_methods(["GET", "POST"])
def smilies(request: Request) -> HttpResponse:
    page = smilies_page(request.actor, request.GET.get("text", "")[:3000])
    form = NewSmileyForm(sent(request), request.FILES or None)
    if is_done(
        request,
        form,
        lambda: actions.add_smiley(request.actor, **form.cleaned_data),
        "The smiley is there. Posts that hold its code are shown anew.",
    ):
        return redirect(SMILIES)
    return show(request, "smilies", page, form)


@require_http_methods(["GET", "POST"])
def smiley(request: Request, smiley_id: int) -> HttpResponse:
    page = smiley_page(request.actor, smiley_id)
    form = SmileyForm(sent(request), request.FILES or None, smiley=page.smiley)
    if is_done(
        request,
        form,
        lambda: actions.change_smiley(
            request.actor, smiley_id, **form.cleaned_data, reason=reason_given(request)
        ),
        "Saved. Posts that hold its code are shown anew.",
    ):
        return redirect(SMILIES)
    return show(request, "smiley", page, form)


@require_POST
def switch_off(request: Request, smiley_id: int) -> HttpResponse:
    actions.switch_off_smiley(request.actor, smiley_id)
    messages.success(request, "It is switched off. Its code is shown as it was typed.")
    return redirect(SMILIES)


@require_POST
def switch_on(request: Request, smiley_id: int) -> HttpResponse:
    actions.switch_on_smiley(request.actor, smiley_id)
    messages.success(request, "It is a picture again.")
    return redirect(SMILIES)
