"""A member's data, in their settings."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from areopagus.accounts import confirming
from areopagus.core.http import Request
from areopagus.core.verdict import Refused
from areopagus.leaving import actions, copying, pages, permissions
from areopagus.leaving.forms import LeaveForm, PasswordForm

FRONT = "/settings/data/"


@require_safe
def data(request: Request) -> HttpResponse:
    return render(request, "leaving/data.html", {"page": pages.data_page(request.actor)})


@require_POST
def ask_for_copy(request: Request) -> HttpResponse:
    actions.ask_for_copy(request.actor)
    messages.success(request, "The copy is being made. You are told by mail when it is there.")
    return redirect(FRONT)


@require_http_methods(["GET", "HEAD", "POST"])
def fetch_copy(request: Request, copy_id: int) -> HttpResponseBase:
    copy = actions.hand_out(request.actor, copy_id)
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _is_them(request, form):
        answer = StreamingHttpResponse(copying.content_of(copy), content_type="application/zip")
        answer.headers["Content-Disposition"] = 'attachment; filename="my-data.zip"'
        answer.headers["Content-Length"] = str(copy.size)
        answer.headers["Cache-Control"] = "private, no-store"
        return answer
    context = {"copy": copy, "form": form}
    return render(request, "leaving/copy.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: Request) -> HttpResponse:
    page, member = pages.data_page(request.actor), permissions.insist_on_member(request.actor)
    form = LeaveForm(request.POST if request.method == "POST" else None, called=member.name)
    if (
        form.is_valid()
        and _is_them(request, form)
        and _done(form, lambda: actions.ask_to_leave(request.actor))
    ):
        messages.success(request, "You will be forgotten. Until then you can take it back.")
        return redirect(FRONT)
    context = {"page": page, "form": form}
    return render(request, "leaving/leave.html", context, status=422 if form.errors else 200)


@require_POST
def stay(request: Request) -> HttpResponse:
    actions.stay(request.actor)
    messages.success(request, "You stay. Nothing has changed.")
    return redirect(FRONT)


@require_http_methods(["GET", "HEAD", "POST"])
def stay_by_link(request: Request, token: str) -> HttpResponse:
    """A press on a button and not the link itself: mail programs open links by themselves."""
    if request.method == "POST":
        actions.stay_by_link(token)
    page = pages.stay_page(token)
    context = {"page": page, "stays": request.method == "POST"}
    return render(request, "leaving/stay.html", context)


@require_safe
def who_leaves(request: Request) -> HttpResponse:
    return render(request, "leaving/leaving.html", {"page": pages.leaving_page(request.actor)})


def _is_them(request: Request, form: PasswordForm) -> bool:
    member, password = permissions.insist_on_member(request.actor), form.cleaned_data["password"]
    return _done(
        form, lambda: confirming.confirm_by_password(request, member, password), "password"
    )


def _done(form: forms.Form, deed: Callable[[], object], field: str | None = None) -> bool:
    """Whether it was not refused; the form says why it was."""
    try:
        deed()
    except Refused as reason:
        form.add_error(field, str(reason))
        return False
    return True
