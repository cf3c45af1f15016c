"""What to look for, and how to show what was found."""

from __future__ import annotations

from django import forms
from django.http import QueryDict

from areopagus.search.pages import ORDERS, SHAPES
from areopagus.search.query import LONGEST


class SearchForm(forms.Form):
    q = forms.CharField(
        label="Words",
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto", "autocomplete": "off"}),
    )
    order = forms.ChoiceField(label="Order", required=False, choices=list(ORDERS.items()))

    def __init__(self, said: QueryDict) -> None:
        super().__init__(initial=said.dict())
        self.fields["as"] = forms.ChoiceField(
            label="Show", required=False, choices=list(SHAPES.items())
        )
