from __future__ import annotations

from typing import Any

from django import forms

from areopagus.accounts.names import key_of


class PasswordForm(forms.Form):
    password = forms.CharField(
        label="Your password",
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class LeaveForm(PasswordForm):
    name = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, called: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.called = called
        self.fields["name"].label = f"Type your name, {called}"

    def clean_name(self) -> str:
        typed = str(self.cleaned_data["name"])
        if key_of(typed) != key_of(self.called):
            raise forms.ValidationError("That is not your name. Nothing has happened.")
        return typed
