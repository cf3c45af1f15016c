"""The settings of the member who asks, one tab an address."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from areopagus.accounts import actions
from areopagus.accounts.forms.settings import (
    AvatarForm,
    DisplayForm,
    OwnForm,
    PrivacyForm,
    ProfileForm,
    SignatureForm,
)
from areopagus.accounts.models import User
from areopagus.core.http import Request
from areopagus.core.verdict import Refused

FORMS: dict[str, tuple[str, type[OwnForm]]] = {
    "profile": ("Profile", ProfileForm),
    "signature": ("Signature", SignatureForm),
    "display": ("Display", DisplayForm),
    "privacy": ("Privacy", PrivacyForm),
}


@require_safe
def front(request: Request) -> HttpResponse:
    _member(request)
    return redirect("/settings/profile/")


def tab(name: str) -> Callable[[Request], HttpResponse]:
    """The view of one of the tabs above."""
    heading, kind = FORMS[name]

    @require_http_methods(["GET", "POST"])
    def view(request: Request) -> HttpResponse:
        user = _member(request)
        form = kind(request.POST if request.method == "POST" else None, actor=request.actor)
        if form.is_valid() and _saved(request, form, lambda: _save(user, form)):
            return redirect(request.path)
        context = {"form": form, "heading": heading, "tab": name}
        return render(request, "accounts/settings.html", context, status=_status(form))

    return view


@require_http_methods(["GET", "POST"])
def avatar(request: Request) -> HttpResponse:
    user = _member(request)
    is_sent = request.method == "POST"
    form = AvatarForm(request.POST, request.FILES) if is_sent else AvatarForm()
    if form.is_valid() and _saved(
        request, form, lambda: actions.set_avatar(user, form.cleaned_data["picture"])
    ):
        return redirect(request.path)
    context = {"form": form, "member": user}
    return render(request, "accounts/avatar.html", context, status=_status(form))


@require_POST
def remove_avatar(request: Request) -> HttpResponse:
    actions.remove_avatar(_member(request))
    messages.success(request, "Your avatar is gone.")
    return redirect("/settings/avatar/")


@require_POST
def try_mail_again(request: Request) -> HttpResponse:
    actions.try_mail_again(_member(request))
    messages.success(request, "Mail is sent to you again.")
    return redirect("/settings/mail/")


@require_POST
def end_session(request: Request, session_id: int) -> HttpResponse:
    actions.end_session(_member(request), session_id)
    messages.success(request, "The session is ended.")
    return redirect("/settings/sessions/")


def _member(request: Request) -> User:
    if request.actor.user is None:
        raise Refused("Sign in to change your settings.")
    return request.actor.user


def _save(user: User, form: OwnForm) -> None:
    actions.save_profile(user, form.changes())


def _saved(request: Request, form: AvatarForm | OwnForm, deed: Callable[[], None]) -> bool:
    try:
        deed()
    except Refused as reason:
        form.add_error(None, str(reason))
        return False
    messages.success(request, "Saved.")
    return True


def _status(form: AvatarForm | OwnForm) -> int:
    return 422 if form.errors else 200
