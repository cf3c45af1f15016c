"""Groups: the list, one of them, its removal."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from areopagus.administration.actions import groups as actions
from areopagus.administration.answering import is_done, reason_given, sent, show, warned
from areopagus.administration.forms.groups import GroupForm, NewGroupForm, RemoveGroupForm
from areopagus.administration.pages import groups as pages
from areopagus.administration.pages.permissions import what_changes
from areopagus.core.http import Request

GROUPS = "/administration/groups/"


@require_safe
def groups(request: Request) -> HttpResponse:
    page = pages.group_lines(request.actor)
    return render(request, "administration/groups.html", {"page": page})


@require_http_methods(["GET", "POST"])
def new_group(request: Request) -> HttpResponse:
    page = [line.group for line in pages.group_lines(request.actor)]
    form = NewGroupForm(sent(request), groups=[g for g in page if not g.is_administrators])
    if is_done(request, form, lambda: _add(request, form), "The group is there."):
        return redirect(GROUPS)
    return show(request, "new_group", page, form)


@require_http_methods(["GET", "POST"])
def group(request: Request, group_id: int) -> HttpResponse:
    page = pages.group_page(request.actor, group_id)
    form = GroupForm(sent(request), page=page)

    def deed() -> None:
        actions.change_group(request.actor, group_id, form.changes(), reason_given(request))

    effects = warned(request, form, lambda: what_changes(deed))
    if not effects and is_done(request, form, deed, "The group is saved."):
        return redirect(GROUPS)
    return show(request, "group", page, form, effects)


@require_http_methods(["GET", "POST"])
def remove_group(request: Request, group_id: int) -> HttpResponse:
    page = pages.group_page(request.actor, group_id)
    form = RemoveGroupForm(sent(request), page=page)
    if is_done(
        request,
        form,
        lambda: actions.remove_group(
            request.actor, group_id, form.cleaned_data["target"], reason_given(request)
        ),
        f"The group {page.group} is removed.",
    ):
        return redirect(GROUPS)
    return show(request, "remove_group", page, form)


def _add(request: Request, form: NewGroupForm) -> None:
    said = form.cleaned_data
    actions.add_group(request.actor, said["name"], said["like"])
