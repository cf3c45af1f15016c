from __future__ import annotations

from django import forms


class ApproveForm(forms.Form):
    source = forms.CharField(
        label="Text",
        strip=False,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
    )


class RejectForm(forms.Form):
    reason = forms.CharField(required=False, max_length=500)
