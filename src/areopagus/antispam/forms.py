"""For how long, and why."""

from __future__ import annotations

from typing import Any

from django import forms

from areopagus.antispam import options


class RaidForm(forms.Form):
    hours = forms.IntegerField(
        label="For how many hours",
        min_value=1,
        max_value=24 * 7,
        help_text="Then it ends by itself.",
    )
    reason = forms.CharField(
        label="Why",
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text="Kept in the ledger.",
    )

    def __init__(self, said: Any = None) -> None:
        super().__init__(said, initial={"hours": options.RAID_HOURS.get()})
