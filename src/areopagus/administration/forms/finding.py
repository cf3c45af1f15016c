"""The form by which members are found. What it cannot read finds nobody, rather than everybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.http import urlencode

from areopagus.accounts.models import Group
from areopagus.administration.finding import ORDERS, STATES, Filters
from areopagus.core.clock import Clock

FIRST_YEAR, LAST_YEAR = 1970, 2999
MOST_POSTS = 2_000_000_000
# What stands in the open; the rest can be folded away.
FIRST = ("said", "group", "state", "order")


class Day(forms.DateField):
    """Cleans to the moment at which the day begins on the reader's clock."""

    def __init__(self, label: str, clock: Clock) -> None:
        self.clock = clock
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(label=label, required=False, widget=widget)

    def clean(self, value: Any) -> datetime | None:
        day: date | None = super().clean(value)
        if day is None:
            return None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(f"Say a day from {FIRST_YEAR} on.")
        return datetime.combine(day, time.min, self.clock.zone)


def _text(label: str, most: int = 100) -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "auto"})
    return forms.CharField(label=label, required=False, max_length=most, widget=widget)


def _number(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=MOST_POSTS)


class FindForm(forms.Form):
    said = _text("Name or mail address")
    group = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(required=False, choices=[("", "Any"), *STATES.items()])
    order = forms.ChoiceField(
        required=False, choices=[(name, label) for name, (label, _) in ORDERS.items()]
    )
    address = _text("Network address", 45)
    real_name = _text("Real name")
    title = _text("Title")
    location = _text("Location")
    website = _text("Website")
    contact = _text("Contact")
    signature = _text("Signature")
    note = _text("Note of the staff")
    posts_more = _number("Posts: more than")
    posts_fewer = _number("Posts: fewer than")

    def __init__(self, said: QueryDict, *, groups: Sequence[Group], clock: Clock) -> None:
        super().__init__(said)
        self.fields["group"].choices = [("", "All"), *((g.pk, g.name) for g in groups)]  # type: ignore[attr-defined]
        for name, label in (
            ("registered", "Registered"),
            ("here", "Last here"),
            ("posted", "Last post"),
        ):
            self.fields[f"{name}_since"] = Day(f"{label} since", clock)
            self.fields[f"{name}_before"] = Day(f"{label} before", clock)

    @property
    def first(self) -> Sequence[forms.BoundField]:
        return [self[name] for name in FIRST]

    @property
    def further(self) -> Sequence[forms.BoundField]:
        return [bound for bound in self if bound.name not in FIRST]

    @property
    def says_more(self) -> bool:
        """Whether one of the criteria that are folded away is used."""
        return any(bound.value() for bound in self.further)

    def filters(self) -> Filters | None:
        """None when something in it cannot be read."""
        if not self.is_valid():
            return None
        said = {name: text for name in self.fields if (text := self.data.get(name))}
        return Filters(**self.cleaned_data, query=f"?{urlencode(said)}" if said else "")
