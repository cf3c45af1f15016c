"""What allauth asks us: who may register, what a name may be, where to go, what a mail is headed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from django import forms
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.shortcuts import redirect

from areopagus.accounts import actions, bans, client_address, gates, names, options
from areopagus.accounts.groups import with_role
from areopagus.accounts.later import LaterBackend
from areopagus.accounts.mail_language import in_language_of
from areopagus.accounts.models import Group, User
from areopagus.accounts.taken_names import is_taken
from areopagus.core.clock import now
from areopagus.core.options import current

VOID = (
    "Meanwhile the staff of this board has asked that a new password be set; "
    "a letter with the way to do so has gone to your mail address."
)

# For how long a letter is worth sending: one with a code, and one that says what was done to an account.
CODES, NEWS = timedelta(minutes=15), timedelta(days=1)


class Adapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account cannot be used at the moment.",
        "email_password_mismatch": "The mail address and the password do not belong together.",
        "username_password_mismatch": "The name and the password do not belong together.",
        "too_many_login_attempts": "Too many attempts. Please wait five minutes and try again.",
        "username_taken": "That name, or one that looks like it, belongs to a member.",
        "email_taken": "This mail address belongs to another member.",
        "incorrect_code": "This is not the code from the mail.",
        "rate_limited": "That was very fast. Please wait a moment and try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return options.REGISTRATION.get() != "closed"

    def new_user(self, request: HttpRequest) -> User:
        role = Group.Role(options.NEW_MEMBER_ROLE.get())
        needs_approval = options.REGISTRATION.get() == "approval"
        return User(
            group=with_role(role),
            registered_at=now(),
            registered_from=client_address.of(request),
            approved_at=None if needs_approval else now(),
        )

    def save_user(
        self, request: HttpRequest, user: Any, form: forms.BaseForm, commit: bool = True
    ) -> User:
        name = names.tidy(form.cleaned_data["username"])
        user.name, user.name_key, user.name_skeleton = (
            name,
            names.key_of(name),
            names.skeleton_of(name),
        )
        user.application = form.cleaned_data.get("application", "")
        if reasons := gates.reasons_to_wait(cast(forms.Form, form)):
            user.approved_at = None
            user.application = "\n\n".join(filter(None, [user.application, *reasons]))
        saved: User = super().save_user(request, user, form, commit=False)
        saved.name = name
        if commit:
            saved.save()
        return saved

    def clean_username(self, username: str, shallow: bool = False) -> str:
        verdict = names.fitting(username, options.NAME_MIN.get(), options.NAME_MAX.get())
        if not verdict:
            raise forms.ValidationError(verdict.reason)
        tidied = names.tidy(username)
        if not shallow and is_taken(tidied):
            raise self.validation_error("username_taken")
        if not shallow and (ban := bans.of_name(tidied)) is not None:
            raise forms.ValidationError(ban.message or "Nobody may have this name here.")
        return tidied

    def clean_email(self, email: str) -> str:
        mail: str = super().clean_email(email)
        if (ban := bans.of_mail(mail)) is not None:
            raise forms.ValidationError(
                ban.message or "Mail addresses like this one are not taken here."
            )
        return mail

    def format_email_subject(self, subject: str) -> str:
        title = str(current().get("board.title", "")).strip()
        return f"[{title}] {subject}" if title else subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The templates are allauth's own; their texts stand in our catalogues as well."""
        known = User.objects.filter(email__in={email, email.lower()})
        with in_language_of(context.get("user") or known.first()):
            super().send_mail(template_prefix, email, context)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Also to an address that was theirs until now."""
        context = {**(context or {}), "user": user}
        super().send_notification_mail(template_prefix, user, context, email)

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        message: EmailMessage = super().render_mail(template_prefix, email, context, headers)
        message.connection = LaterBackend(now() + (CODES if "code" in context else NEWS))
        return message

    def login(self, request: HttpRequest, user: Any) -> None:
        """Not when the password they began with was made void before they came to the end."""
        if user.password_reset_at is not None and _with_password(request, user):
            clear_login(request)
            messages.error(request, VOID)
            raise ImmediateHttpResponse(redirect("account_login"))
        super().login(request, user)
        actions.wake(user)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address.of(request)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """allauth's messages speak of users and emails; our pages say what has happened."""


def _with_password(request: HttpRequest, user: User) -> bool:
    return any(
        record["method"] == "password" for record in get_authentication_records(request, user)
    )
