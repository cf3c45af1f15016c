"""Choosing rules; naming somebody who must not be hit; saying why."""

from __future__ import annotations

from typing import Any

from django import forms

from areopagus.core.ledger.reasons import WhyInput
from areopagus.housekeeping import options
from areopagus.housekeeping.pages.preview import SORTS
from areopagus.housekeeping.rules import RULES

LONGEST_PAUSE = 24 * 90


class RulesForm(forms.Form):
    rule = forms.MultipleChoiceField(
        label="Rules",
        choices=[(rule.id, rule.sentence) for rule in RULES],
        widget=forms.CheckboxSelectMultiple,
    )
    years = forms.IntegerField(
        label="Years away before a member is set to rest", min_value=1, max_value=30
    )
    sort = forms.ChoiceField(
        label="Order", required=False, choices=[(name, label) for name, (label, _) in SORTS.items()]
    )

    def __init__(self, said: Any = None) -> None:
        first = {"rule": [rule.id for rule in RULES], "years": options.ASLEEP_YEARS.get()}
        super().__init__(said, initial=first)


class PlanForm(RulesForm):
    hours = forms.IntegerField(
        label="Hours before it may be run",
        min_value=0,
        max_value=LONGEST_PAUSE,
        help_text="Time to look at the list once more, and for members to answer if you write to them.",
    )

    def __init__(self, said: Any = None) -> None:
        super().__init__(said)
        self.initial["hours"] = options.COOL_OFF_HOURS.get()


class CanaryForm(forms.Form):
    name = forms.CharField(
        label="Member",
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )


class RunForm(forms.Form):
    reason = forms.CharField(
        label="Why",
        required=False,
        max_length=500,
        widget=WhyInput(),
        help_text="Kept in the ledger.",
    )
