"""Looking things up in the ledger, and why something is undone."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.http import urlencode

from areopagus.accounts.actors import Actor
from areopagus.boards.structure import places
from areopagus.core.ledger.kinds import kinds
from areopagus.core.ledger.reasons import WhyInput
from areopagus.moderation import permissions

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class LedgerForm(forms.Form):
    """Filters. What makes no sense narrows nothing."""

    actor = forms.CharField(label="Who", required=False, max_length=100)
    kind = forms.ChoiceField(label="What", required=False)
    forum = forms.TypedChoiceField(label="Where", required=False, coerce=int, empty_value=None)
    since = forms.DateField(label="From", required=False, widget=DAY)
    until = forms.DateField(label="To", required=False, widget=DAY)
    topic = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=10**15)
    post = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=10**15)
    member = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=10**15)
    group = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=10**15)

    def __init__(self, said: QueryDict, *, actor: Actor) -> None:
        super().__init__(said)
        self.actor_asking = actor
        known = sorted((name, name.replace(".", ": ")) for name in kinds())
        self.fields["kind"].choices = [("", "Anything"), *known]  # type: ignore[attr-defined]
        mine = permissions.moderated_forums(actor)
        self.fields["forum"].choices = [  # type: ignore[attr-defined]
            ("", "Anywhere"),
            *((place.forum_id, place.name) for place in places() if place.forum_id in mine),
        ]

    def filters(self) -> dict[str, Any]:
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        zone = self.actor_asking.clock.zone
        if "since" in said:
            said["since"] = datetime.combine(said["since"], time.min, zone)
        if "until" in said:
            # The whole of the last day.
            said["until"] = datetime.combine(said["until"] + timedelta(days=1), time.min, zone)
        return said

    def query(self) -> str:
        """The filters as they stand in an address, with the question mark."""
        said = {name: self.data[name] for name in self.filters()}
        return f"?{urlencode(said)}" if said else ""


class UndoForm(forms.Form):
    reason = forms.CharField(
        label="Why",
        required=False,
        max_length=500,
        widget=WhyInput(),
    )
