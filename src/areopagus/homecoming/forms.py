from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo
from typing import Any

from django import forms

from areopagus.homecoming.covering import Stretch


class PasswordForm(forms.Form):
    password = forms.CharField(
        label="The password of the old account",
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class MailForm(forms.Form):
    mail = forms.EmailField(
        label="The mail address you used then",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="A link is sent to it when it belongs to these posts. You must still be able to read its mail.",
    )


class StretchForm(forms.Form):
    """Days, the first and the last; both may be left out."""

    first_day = forms.DateField(
        label="From",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    last_day = forms.DateField(
        label="To",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Only if several people wrote under this name: the first and the last day that was you.",
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("first_day"), said.get("last_day")
        if first and last and last < first:
            raise forms.ValidationError("The last day comes before the first.")
        return said

    def stretch(self, zone: tzinfo) -> Stretch:
        """The days as moments on the member's clock."""
        first, last = self.cleaned_data["first_day"], self.cleaned_data["last_day"]
        return Stretch(
            datetime.combine(first, time(), zone) if first else None,
            datetime.combine(last + timedelta(days=1), time(), zone) if last else None,
        )


class AskForm(StretchForm):
    words = forms.CharField(
        label="Who you are to those who knew you then",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text="Members read this. Say what those will remember who were here.",
    )


class DisputeForm(StretchForm):
    words = forms.CharField(
        label="Why these posts are yours",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text="Staff read this, and so does the member whose these posts are said to be.",
    )


class VouchForm(forms.Form):
    text = forms.CharField(
        label="How you know",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text="Staff and other members read this.",
    )


class DecideForm(forms.Form):
    reason = forms.CharField(required=False, max_length=500)
