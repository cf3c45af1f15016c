"""The front page, and the options."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from areopagus.administration.actions import options as actions
from areopagus.administration.answering import is_done, reason_given, sent, show, warned
from areopagus.administration.forms.options import OptionsForm
from areopagus.administration.pages import options as pages
from areopagus.administration.pages.option_effects import what_options_change
from areopagus.administration.pages.overview import overview_page
from areopagus.administration.pages.words import words_page
from areopagus.core.http import Request


@require_safe
def overview(request: Request) -> HttpResponse:
    return render(request, "administration/overview.html", {"page": overview_page(request.actor)})


@require_safe
def options(request: Request) -> HttpResponse:
    page = pages.subjects(request.actor)
    return render(request, "administration/options.html", {"page": page})


@require_http_methods(["GET", "POST"])
def subject(request: Request, name: str) -> HttpResponse:
    page = pages.subject(request.actor, name)
    form = OptionsForm(sent(request), options=page.options)
    effects = warned(request, form, lambda: what_options_change(form.changed_options()))
    if not effects and is_done(
        request,
        form,
        lambda: actions.save_options(request.actor, form.changed_options(), reason_given(request)),
        f"Saved: {page.title}.",
    ):
        return redirect(page.url)
    return show(request, "subject", page, form, effects)


@require_safe
def words(request: Request) -> HttpResponse:
    page = words_page(request.actor, request.GET.get("text", ""))
    return render(request, "administration/words.html", {"page": page})
