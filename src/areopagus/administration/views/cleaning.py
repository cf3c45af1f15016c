"""Cleaning up after spammers: what they did, then one click."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from areopagus.administration.actions.cleaning import clean_up
from areopagus.administration.answering import sent, show
from areopagus.administration.forms.members import CleaningForm
from areopagus.administration.pages.cleaning import cleaning_page
from areopagus.core.addresses import number_in
from areopagus.core.http import Request
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import Refused
from areopagus.ui.messages import offer


@require_http_methods(["GET", "POST"])
def cleaning(request: Request) -> HttpResponse:
    """The first look is a GET, so that the list of members can lead here with some of them ticked."""
    said = request.POST if request.method == "POST" else request.GET
    chosen = [number_in(text) or 0 for text in said.getlist("member")]
    page = cleaning_page(request.actor, chosen)
    form = CleaningForm(sent(request))
    if form.is_valid():
        try:
            return _done(request, clean_up(request.actor, chosen, form.cleaned_data["message"]))
        except Refused as reason:
            form.add_error(None, str(reason))
    return show(request, "cleaning", page, form)


def _done(request: Request, deed: Deed) -> HttpResponse:
    """To its page in the ledger, where it is undone for all or for some."""
    if deed.batch is None:
        offer(request, "Nothing was left to do.")
        return redirect("/members/")
    offer(request, f"Done: {deed.batch.says}.", "Undo", f"{deed.batch.url}undo/")
    return redirect(deed.batch.url)
