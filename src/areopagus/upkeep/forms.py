"""Forms of the machine room."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms

from areopagus.core.addresses import number_in
from areopagus.core.ledger.reasons import WhyInput
from areopagus.upkeep.actions.pruning import LONGEST_REASON, Pruning

LONGEST_AGO = 36_500


class PruneForm(forms.Form):
    """Which topics. It is asked with GET, so that a preview has an address and pages."""

    forum = forms.ChoiceField(label="Forum", required=False)
    days = forms.IntegerField(
        label="Days without a reply", min_value=1, max_value=LONGEST_AGO, initial=730
    )
    pinned = forms.BooleanField(label="Pinned topics as well", required=False)
    stubs = forms.BooleanField(
        label="Links to topics that moved as well", required=False, initial=True
    )

    def __init__(self, *args: Any, forums: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["forum"].choices = forums  # type: ignore[attr-defined]

    def pruning(self) -> Pruning:
        said = self.cleaned_data
        return Pruning(
            days=said["days"],
            forum_id=number_in(said["forum"]),
            with_pinned=said["pinned"],
            with_stubs=said["stubs"],
        )

    def query(self) -> str:
        given = {name: str(value) for name, value in self.data.items() if name in self.fields}
        return f"?{urlencode(given)}"


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="What readers are told",
        max_length=LONGEST_REASON,
        required=False,
        initial="It was old, and nobody had answered for a long time.",
        widget=WhyInput(),
    )
