"""A forum's table of rights, and its moderators."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from areopagus.administration.actions import forum_access as actions
from areopagus.administration.answering import is_done, reason_given, sent, show, warned
from areopagus.administration.forms.forum_access import ModeratorForm, PermissionsForm
from areopagus.administration.forms.permissions import GroupPermissionsForm
from areopagus.administration.pages import forum_access as pages
from areopagus.administration.pages.permissions import (
    group_permissions_page,
    matrix_page,
    what_changes,
)
from areopagus.core.http import Request


@require_http_methods(["GET", "POST"])
def permissions(request: Request, forum_id: int) -> HttpResponse:
    page = pages.permissions_page(request.actor, forum_id)
    form = PermissionsForm(sent(request), page=page)

    def deed() -> None:
        actions.set_rights(request.actor, forum_id, form.rights(), reason_given(request))

    effects = warned(request, form, lambda: what_changes(deed))
    if not effects and is_done(request, form, deed, "The permissions are saved."):
        return redirect(request.path)
    return show(request, "forum_permissions", page, form, effects)


@require_safe
def matrix(request: Request) -> HttpResponse:
    page = matrix_page(request.actor)
    return render(request, "administration/permissions.html", {"page": page})


@require_http_methods(["GET", "POST"])
def of_group(request: Request, group_id: int) -> HttpResponse:
    page = group_permissions_page(request.actor, group_id)
    form = GroupPermissionsForm(sent(request), page=page)

    def deed() -> None:
        actions.set_rights_of_group(request.actor, group_id, form.rights(), reason_given(request))

    effects = warned(request, form, lambda: what_changes(deed))
    if not effects and is_done(request, form, deed, "The permissions are saved."):
        return redirect(request.path)
    return show(request, "group_permissions", page, form, effects)


@require_http_methods(["GET", "POST"])
def moderators(request: Request, forum_id: int) -> HttpResponse:
    page = pages.moderators_page(request.actor, forum_id)
    form = ModeratorForm(sent(request))
    if is_done(
        request,
        form,
        lambda: actions.appoint_moderator(request.actor, forum_id, form.cleaned_data["name"]),
        f"{page.forum} has one more moderator.",
    ):
        return redirect(request.path)
    return show(request, "forum_moderators", page, form)


@require_POST
def dismiss(request: Request, forum_id: int, user_id: int) -> HttpResponse:
    actions.dismiss_moderator(request.actor, forum_id, user_id)
    messages.success(request, "They moderate this forum no longer.")
    return redirect(f"/administration/forums/{forum_id}/moderators/")
