"""What somebody is asked who sets a board up."""

from __future__ import annotations

from django import forms
from django.contrib.auth.password_validation import validate_password

from areopagus.accounts import names, options
from areopagus.accounts.models import User
from areopagus.administration.actions.set_up import PRESET, Wishes, read_forums

LONGEST_NAME = 80


class SetUpForm(forms.Form):
    title = forms.CharField(label="What is your board called?", max_length=80)
    description = forms.CharField(
        label="One line about it", max_length=300, required=False, help_text="Shown under the name."
    )
    name = forms.CharField(
        label="Your name on the board",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    mail = forms.EmailField(
        label="Your mail address", widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = forms.CharField(
        label="Your password",
        strip=False,
        help_text="At least 8 characters. A sentence is easier to keep in mind.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    forums = forms.CharField(
        label="The first categories and forums",
        required=False,
        initial=PRESET,
        help_text="One forum a line: its name, and behind a dash what it is about. "
        "A line with # begins a category. You can change all this later; empty is fine.",
        widget=forms.Textarea(attrs={"rows": 9}),
    )

    def clean_name(self) -> str:
        name = names.tidy(self.cleaned_data["name"])
        verdict = names.fitting(name, options.NAME_MIN.get(), options.NAME_MAX.get())
        # "Administrator" is a name others must not take; here nobody pretends to be one.
        if not verdict and names.key_of(name) not in names.TAKEN_BY_THE_HOUSE:
            raise forms.ValidationError(verdict.reason)
        return name

    def clean_forums(self) -> str:
        text = str(self.cleaned_data["forums"])
        for category, rows in read_forums(text):
            for name in (category, *(name for name, _ in rows)):
                if not name or len(name) > LONGEST_NAME:
                    raise forms.ValidationError(
                        f"Each name has 1 to {LONGEST_NAME} characters; look at “{name[:60]}”."
                    )
        return text

    def clean(self) -> dict[str, object]:
        said: dict[str, object] = super().clean() or {}
        password = self.cleaned_data.get("password")
        if password:
            somebody = User(
                name=self.cleaned_data.get("name", ""), email=self.cleaned_data.get("mail", "")
            )
            try:
                validate_password(password, somebody)
            except forms.ValidationError as reasons:
                self.add_error("password", reasons)
        return said

    def wishes(self) -> Wishes:
        return Wishes(**self.cleaned_data)
