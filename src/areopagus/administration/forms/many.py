"""What is asked before a deed is done to many members."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from areopagus.accounts.forms.last_day import LastDay
from areopagus.accounts.models import Group
from areopagus.administration.permissions import can_take_in_many
from areopagus.core.clock import Clock
from areopagus.core.ledger.reasons import WhyInput


class ManyForm(forms.Form):
    """Every deed may be given a reason."""

    reason = forms.CharField(
        label="Why",
        required=False,
        max_length=500,
        widget=WhyInput(),
        help_text="Whoever it is done to reads this, and staff in the ledger.",
    )

    def __init__(
        self, data: QueryDict | None = None, *, groups: Sequence[Group], clock: Clock
    ) -> None:
        super().__init__(data)
        self.groups, self.clock = groups, clock


class GroupForm(ManyForm):
    group_id = forms.TypedChoiceField(label="The new group", coerce=int)
    field_order = ("group_id", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = [(group.pk, group.name) for group in self.groups if can_take_in_many(group)]
        self.fields["group_id"].choices = able  # type: ignore[attr-defined]


class BanManyForm(ManyForm):
    message = forms.CharField(
        label="Message",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text="The members read this.",
    )
    field_order = ("message", "until", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"] = LastDay(label="Last day of the ban", clock=self.clock)
        self.order_fields(self.field_order)


class HideForm(ManyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = "Readers are told this, and it stands in the ledger."
