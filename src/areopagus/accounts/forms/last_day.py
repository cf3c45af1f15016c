"""A day up to and including which something lasts, as the moment at which it ends."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms

from areopagus.core.clock import Clock, now

LAST_YEAR = 2999


class LastDay(forms.DateField):
    """Cleans to the moment when the day after begins on the reader's clock; None for ever."""

    def __init__(self, *, label: str, clock: Clock, may_be_over: bool = False) -> None:
        self.clock, self.may_be_over = clock, may_be_over
        super().__init__(
            label=label,
            required=False,
            help_text="Empty: for ever.",
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return (value - timedelta(seconds=1)).astimezone(self.clock.zone).date()
        return value

    def clean(self, value: Any) -> datetime | None:
        day: date | None = super().clean(value)
        if day is None:
            return None
        if not self.may_be_over and day < now().astimezone(self.clock.zone).date():
            raise forms.ValidationError("That day is over.")
        if day.year > LAST_YEAR:
            raise forms.ValidationError("Leave this empty for what never ends.")
        return datetime.combine(day + timedelta(days=1), time.min, self.clock.zone)
