"""Why somebody may or may not do something."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from areopagus.administration import permissions
from areopagus.administration.forms.explainer import ExplainerForm
from areopagus.administration.pages.explainer import explainer_page
from areopagus.core.http import Request
from areopagus.core.verdict import Refused


@require_safe
def explainer(request: Request) -> HttpResponse:
    permissions.insist_on_administrator(request.actor)
    form, page = ExplainerForm(request.GET or None), None
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            page = explainer_page(
                request.actor, said["name"].strip(), said["deed"], said["forum"], said["topic"]
            )
        except Refused as reason:
            form.add_error(None, str(reason))
    context = {"page": page, "form": form}
    status = 422 if form.errors else 200
    return render(request, "administration/explainer.html", context, status=status)
