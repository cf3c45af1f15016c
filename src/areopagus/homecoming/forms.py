from __future__ import annotations

from django import forms


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
