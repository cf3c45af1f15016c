"""Cleaning up after spammers: what they did, then one click."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from areopagus.administration.actions.cleaning import clean_up
from areopagus.administration.answering import is_done, sent, show
from areopagus.administration.forms.members import CleaningForm
from areopagus.administration.pages.cleaning import cleaning_page
from areopagus.core.addresses import number_in
from areopagus.core.http import Request


@require_http_methods(["GET", "POST"])
def cleaning(request: Request) -> HttpResponse:
    """The first look is a GET, so that the list of members can lead here with some of them ticked."""
    said = request.POST if request.method == "POST" else request.GET
    chosen = [number_in(text) or 0 for text in said.getlist("member")]
    page = cleaning_page(request.actor, chosen)
    form = CleaningForm(sent(request))
    message = f"Done: {len(set(chosen))} cleaned up. Each can be undone in the ledger."
    if is_done(
        request,
        form,
        lambda: clean_up(request.actor, chosen, form.cleaned_data["message"]),
        message,
    ):
        return redirect("/moderation/ledger/?kind=members.clean")
    return show(request, "cleaning", page, form)
