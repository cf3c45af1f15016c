"""Categories and forums, their order, their removal."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from areopagus.administration.actions import forums as actions
from areopagus.administration.answering import is_done, reason_given, sent, show
from areopagus.administration.forms.forums import ArrangeForm, CategoryForm, ForumForm, TargetForm
from areopagus.administration.pages import forums as pages
from areopagus.core.http import Request

FORUMS = "/administration/forums/"


@require_http_methods(["GET", "POST"])
def forums(request: Request) -> HttpResponse:
    page = pages.forums_page(request.actor)
    form = ArrangeForm(sent(request), page=page)
    if is_done(
        request,
        form,
        lambda: actions.arrange(request.actor, form.positions("c"), form.positions("f")),
        "The order is saved.",
    ):
        return redirect(FORUMS)
    return show(request, "forums", page, form)


@require_http_methods(["GET", "POST"])
def new_category(request: Request) -> HttpResponse:
    page = pages.forums_page(request.actor)
    form = CategoryForm(sent(request))
    if is_done(
        request,
        form,
        lambda: actions.add_category(request.actor, form.cleaned_data["name"]),
        "The category is there.",
    ):
        return redirect(FORUMS)
    return show(request, "new_category", page, form)


@require_http_methods(["GET", "POST"])
def category(request: Request, category_id: int) -> HttpResponse:
    page = pages.find_category(request.actor, category_id)
    form = CategoryForm(sent(request), initial={"name": page.name})
    if is_done(
        request,
        form,
        lambda: actions.rename_category(request.actor, page.pk, form.cleaned_data["name"]),
        "The category is renamed.",
    ):
        return redirect(FORUMS)
    return show(request, "category", page, form)


@require_POST
def remove_category(request: Request, category_id: int) -> HttpResponse:
    actions.remove_category(request.actor, category_id)
    messages.success(request, "The category is removed.")
    return redirect(FORUMS)


@require_http_methods(["GET", "POST"])
def new_forum(request: Request) -> HttpResponse:
    page = pages.new_forum_page(request.actor)
    form = ForumForm(sent(request), page=page, clock=request.actor.clock)
    if is_done(
        request,
        form,
        lambda: actions.add_forum(request.actor, form.wishes()),
        "The forum is there.",
    ):
        return redirect(FORUMS)
    return show(request, "new_forum", page, form)


@require_http_methods(["GET", "POST"])
def forum(request: Request, forum_id: int) -> HttpResponse:
    page = pages.forum_page(request.actor, forum_id)
    form = ForumForm(sent(request), page=page, clock=request.actor.clock)
    if is_done(
        request,
        form,
        lambda: actions.change_forum(request.actor, forum_id, form.changes()),
        "The forum is saved.",
    ):
        return redirect(FORUMS)
    return show(request, "forum", page, form)


@require_http_methods(["GET", "POST"])
def remove_forum(request: Request, forum_id: int) -> HttpResponse:
    page = pages.removal_page(request.actor, forum_id)
    form = TargetForm(targets=page.targets)
    if request.method == "POST":
        actions.remove_forum(request.actor, forum_id, reason_given(request))
        messages.success(request, f"{page.forum} is removed.")
        return redirect(FORUMS)
    return show(request, "remove_forum", page, form)


@require_POST
def move_topics(request: Request, forum_id: int) -> HttpResponse:
    page = pages.removal_page(request.actor, forum_id)
    form = TargetForm(request.POST, targets=page.targets)
    if is_done(
        request,
        form,
        lambda: actions.move_topics(
            request.actor, forum_id, form.cleaned_data["target"], reason_given(request)
        ),
        "The topics are moved.",
    ):
        return redirect(f"{FORUMS}{forum_id}/remove/")
    return show(request, "remove_forum", page, form)
