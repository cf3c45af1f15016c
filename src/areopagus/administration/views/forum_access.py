"""A forum's table of rights, and its moderators."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from areopagus.administration.actions import forum_access as actions
from areopagus.administration.answering import is_done, reason_given, sent, show
from areopagus.administration.forms.forum_access import ModeratorForm, PermissionsForm
from areopagus.administration.pages import forum_access as pages
from areopagus.core.http import Request


@require_http_methods(["GET", "POST"])
def permissions(request: Request, forum_id: int) -> HttpResponse:
    page = pages.permissions_page(request.actor, forum_id)
    form = PermissionsForm(sent(request), page=page)
    if is_done(
        request,
        form,
        lambda: actions.set_rights(request.actor, forum_id, form.rights(), reason_given(request)),
        "The permissions are saved.",
    ):
        return redirect(request.path)
    return show(request, "forum_permissions", page, form)


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
