from __future__ import annotations

from typing import Any

from django import forms

from areopagus.administration.pages.explainer import forums
from areopagus.boards.explaining import SAYS, Deed


class ExplainerForm(forms.Form):
    name = forms.CharField(
        label="Who",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text="A member's name; empty for a guest.",
    )
    deed = forms.TypedChoiceField(
        label="May they", coerce=Deed, choices=[(deed.value, says) for deed, says in SAYS.items()]
    )
    forum = forms.TypedChoiceField(label="In", required=False, coerce=int, empty_value=None)
    topic = forms.IntegerField(
        label="Topic number",
        required=False,
        min_value=1,
        max_value=10**12,
        help_text="From its address; then the forum need not be chosen.",
    )

    def __init__(self, said: Any = None) -> None:
        super().__init__(said)
        self.fields["forum"].choices = [("", "Choose"), *forums()]  # type: ignore[attr-defined]
