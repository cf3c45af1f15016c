"""The page behind the one-time link that `areopagus serve` prints for a new board."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from areopagus.accounts import confirming, setup
from areopagus.administration.actions import set_up as deed
from areopagus.administration.forms.set_up import SetUpForm
from areopagus.core.http import Request
from areopagus.core.verdict import Refused


@require_http_methods(["GET", "POST"])
def set_up(request: Request, token: str) -> HttpResponse:
    if not setup.is_valid(token):
        return render(request, "administration/no_set_up.html", status=404)
    form = SetUpForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            login(request, ada := deed.set_up(token, form.wishes()))
            confirming.confirm(request, ada)
            return redirect("/")
        except Refused as reason:
            form.add_error(None, str(reason))
    status = 422 if form.errors else 200
    return render(request, "administration/set_up.html", {"form": form}, status=status)
