"""Searching in the browser."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from areopagus.core.http import Request
from areopagus.search.forms import SearchForm
from areopagus.search.index import TooBroad
from areopagus.search.pages import search_page, topics_like
from areopagus.search.query import Misunderstood
from areopagus.ui.macros import macro


@require_safe
def search(request: Request, number: int = 1) -> HttpResponse:
    said, form = request.GET, SearchForm(request.GET)
    page, refusal = None, ""
    try:
        page = search_page(
            request.actor,
            said.get("q", ""),
            number,
            order=said.get("order", ""),
            shape=said.get("as", ""),
        )
    except (Misunderstood, TooBroad) as reason:
        refusal = str(reason)
    context = {"page": page, "form": form, "refusal": refusal}
    return render(request, "search/search.html", context, status=422 if refusal else 200)


@require_safe
def similar(request: Request) -> HttpResponse:
    """A piece of a page, for whoever writes the title of a new topic."""
    found = topics_like(request.actor, request.GET.get("title", ""))
    return HttpResponse(macro("search/_similar.html", "suggestions")(found) if found.topics else "")
