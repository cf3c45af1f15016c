"""Signing in and registering: allauth's forms with our fields and words."""

from __future__ import annotations

from typing import Any

from allauth.account.app_settings import EmailVerificationMethod
from allauth.account.forms import LoginForm, ResetPasswordForm, SignupForm
from django import forms
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from areopagus.accounts import gates, options, rules
from areopagus.accounts.actions import accept_rules
from areopagus.accounts.events import MemberRegistered
from areopagus.accounts.models import Invitation, User
from areopagus.core.events import announce
from areopagus.core.verdict import Refused


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Name or mail address"
        self.fields["login"].widget.attrs = {"autocomplete": "username", "autocapitalize": "none"}
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}
        self.fields["password"].help_text = ""
        self.fields["remember"].label = "Remember me on this device"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.user is not None and not self.user.emailaddress_set.exists():
            # Moved in without an address of their own: on old boards several members could share
            # one, or have none. There is nothing to verify, and they are at home here.
            self._login.email_verification = EmailVerificationMethod.NONE
        return cleaned


class RegisterForm(SignupForm):
    """What is asked depends on how the board takes newcomers."""

    # People do not fill in what they do not see.
    website = forms.CharField(required=False, label="Leave this empty")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shortest, longest = options.NAME_MIN.get(), options.NAME_MAX.get()
        name, mail, password = (self.fields[f] for f in ("username", "email", "password1"))
        name.label, name.help_text = (
            "Name",
            f"How others see you; {shortest} to {longest} characters.",
        )
        # The adapter counts as we count, after tidying.
        name.validators, name.widget.attrs = [], {"autocomplete": "username"}
        mail.label = "Mail address"
        mail.help_text = "You get a code there. Other members do not see it unless you show it."
        mail.widget.attrs = {"autocomplete": "email"}
        password.widget.attrs = {"autocomplete": "new-password"}
        password.help_text = "At least 8 characters. A sentence is easier to keep in mind."
        self._add_what_the_board_asks()

    def _add_what_the_board_asks(self) -> None:
        if options.REGISTRATION.get() == "invitation":
            self.fields["invitation"] = forms.CharField(label="Invitation code", max_length=40)
        if options.REGISTRATION.get() == "approval":
            self.fields["application"] = forms.CharField(
                label=options.APPLICATION_QUESTION.get(),
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
            )
        if options.RULES_HTML.get():
            self.fields["rules"] = forms.BooleanField(
                label="I have read the rules of this board and accept them",
                error_messages={"required": "Please read and accept the rules."},
            )
        for gate in gates.gates():
            gate.ask(self)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for gate in gates.gates():
            gate.check(self)
        asked = {name for gate in gates.gates() for name in gate.fields}
        # Whoever only has a gate's question left to answer does not think of a password again.
        self.fields["password1"].widget.render_value = self.errors.keys() <= asked
        return cleaned

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError("Please leave this field empty.")
        return ""

    def clean_invitation(self) -> str:
        code = str(self.cleaned_data["invitation"]).strip()
        if not Invitation.objects.usable().filter(code=code).exists():
            raise forms.ValidationError("This invitation is unknown, used up or too old.")
        return code

    @transaction.atomic
    def save(self, request: HttpRequest) -> User:
        code = self.cleaned_data.get("invitation")
        if code:
            # Of two who use the last one at once, one is refused.
            used = (
                Invitation.objects.usable().filter(code=code).update(uses_left=F("uses_left") - 1)
            )
            if not used:
                raise Refused("This invitation has just been used up.")
        user: User = super().save(request)
        if self.cleaned_data.get("rules") and (version := rules.newest()):
            accept_rules(user, version)
        for gate in gates.gates():
            gate.note(self, user)
        announce(MemberRegistered(user.pk))
        return user


class ForgottenPasswordForm(ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Mail address"
        self.fields["email"].widget.attrs = {"autocomplete": "email"}
