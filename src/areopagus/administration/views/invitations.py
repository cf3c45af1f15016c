"""Invitations."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from areopagus.administration.actions import invitations as actions
from areopagus.administration.answering import is_done, sent, show
from areopagus.administration.forms.members import InvitationForm
from areopagus.administration.pages.invitations import invitations_page
from areopagus.core.http import Request

INVITATIONS = "/administration/invitations/"


@require_http_methods(["GET", "POST"])
def invitations(request: Request, number: int = 1) -> HttpResponse:
    page = invitations_page(request.actor, number)
    form = InvitationForm(sent(request))
    if is_done(
        request,
        form,
        lambda: actions.invite(request.actor, **form.cleaned_data),
        "The invitation is made. Send its address, or its code, to whom you want to invite.",
    ):
        return redirect(INVITATIONS)
    return show(request, "invitations", page, form)


@require_POST
def withdraw(request: Request, invitation_id: int) -> HttpResponse:
    actions.withdraw_invitation(request.actor, invitation_id)
    messages.success(request, "The invitation is withdrawn.")
    return redirect(INVITATIONS)
