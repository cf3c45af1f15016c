"""Finding members, their group, a ban, an invitation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django import forms
from django.http import QueryDict

from areopagus.accounts.models import Group, User
from areopagus.administration.pages.members import STATES
from areopagus.core.clock import Clock, now

LASTING = {"": "Ever", "7": "A week", "30": "A month", "365": "A year"}
MOST_USES = 1000
LAST_YEAR = 2999


class FindForm(forms.Form):
    said = forms.CharField(
        label="Name or mail address",
        required=False,
        max_length=100,
        help_text="* stands for any characters.",
    )
    group = forms.ChoiceField(required=False)
    state = forms.ChoiceField(required=False, choices=[("", "Any"), *STATES.items()])
    address = forms.CharField(
        label="Network address",
        required=False,
        max_length=45,
        help_text="Registered or wrote from it; or how it begins.",
    )
    order = forms.ChoiceField(
        required=False,
        choices=[("", "By name"), ("newest", "Newest first"), ("posts", "Most posts first")],
    )

    def __init__(self, said: QueryDict, *, groups: Sequence[Group]) -> None:
        super().__init__(initial=said.dict())
        self.fields["group"].choices = [("", "All"), *((g.pk, g.name) for g in groups)]  # type: ignore[attr-defined]


class MemberGroupForm(forms.Form):
    group = forms.TypedChoiceField(coerce=int)

    def __init__(
        self, data: QueryDict | None = None, *, member: User, groups: Sequence[Group]
    ) -> None:
        super().__init__(data, initial={"group": member.group_id})
        self.fields["group"].choices = [(g.pk, g.name) for g in groups]  # type: ignore[attr-defined]


class BanForm(forms.Form):
    message = forms.CharField(
        label="Why",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text="The member reads this.",
    )
    last_day = forms.DateField(
        label="Last day of the ban",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Empty: for ever.",
    )

    def __init__(self, data: QueryDict | None = None, *, member: User, clock: Clock) -> None:
        self.clock = clock
        end = member.banned_until if member.is_banned else None
        # The ban ends when the day after begins.
        last_day = (end - timedelta(seconds=1)).astimezone(clock.zone).date() if end else None
        message = member.ban_message if member.is_banned else ""
        super().__init__(data, initial={"message": message, "last_day": last_day})

    def clean_last_day(self) -> date | None:
        last_day: date | None = self.cleaned_data["last_day"]
        if last_day is not None and last_day < now().astimezone(self.clock.zone).date():
            raise forms.ValidationError("That day is over.")
        if last_day is not None and last_day.year > LAST_YEAR:
            raise forms.ValidationError("Leave this empty for a ban that never ends.")
        return last_day

    def until(self) -> datetime | None:
        last_day = self.cleaned_data["last_day"]
        if last_day is None:
            return None
        return datetime.combine(last_day + timedelta(days=1), time.min, self.clock.zone)


class CleaningForm(forms.Form):
    message = forms.CharField(
        label="Why",
        initial="Spam",
        max_length=500,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text="Stands where the posts stood, is shown to the banned, and is kept in the ledger.",
    )


class InvitationForm(forms.Form):
    note = forms.CharField(
        label="For whom",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text="For your own memory; nobody else reads it.",
    )
    uses = forms.IntegerField(
        label="How many may use it", initial=1, min_value=1, max_value=MOST_USES
    )
    days = forms.TypedChoiceField(
        label="Good for",
        required=False,
        coerce=int,
        empty_value=None,
        initial="30",
        choices=list(LASTING.items()),
    )
