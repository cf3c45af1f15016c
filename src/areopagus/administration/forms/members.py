"""A member's group, a ban, an invitation."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.http import QueryDict

from areopagus.accounts.forms.last_day import LastDay
from areopagus.accounts.models import Group, User
from areopagus.administration.pages.members import BanPage
from areopagus.core.clock import Clock
from areopagus.core.ledger.reasons import WhyInput
from areopagus.moderation.pages.addresses import Used

LASTING = {"": "Ever", "7": "A week", "30": "A month", "365": "A year"}
MOST_USES = 1000


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

    def __init__(self, data: QueryDict | None = None, *, page: BanPage, clock: Clock) -> None:
        member = page.member
        first = {"message": member.ban_message, "until": member.banned_until}
        super().__init__(data, initial=first if member.is_banned else {})
        self.fields["until"] = LastDay(label="Last day of the ban", clock=clock)
        if page.addresses:
            self.fields["addresses"] = forms.MultipleChoiceField(
                label="Turn away who comes from there, too",
                required=False,
                choices=[(used.address, _named(used)) for used in page.addresses],
                widget=forms.CheckboxSelectMultiple,
                help_text="Where they registered and wrote from, the latest first.",
            )
        if page.mails:
            self.fields["mails"] = forms.MultipleChoiceField(
                label="Turn away who registers with this mail address, too",
                required=False,
                choices=[
                    (mail, f"All addresses at {mail}" if "@" not in mail else mail)
                    for mail in page.mails
                ],
                widget=forms.CheckboxSelectMultiple,
            )

    def also(self) -> dict[str, str]:
        """What is turned away along with the account. A domain holds its addresses."""
        said = self.cleaned_data
        mails = sorted(said.get("mails", ()), key=lambda mail: "@" in mail)
        return {"addresses": " ".join(said.get("addresses", ())), "mail": mails[0] if mails else ""}


def _named(used: Used) -> str:
    others = f", as did {used.others} other {'member' if used.others == 1 else 'members'}"
    return f"{used.address}{others if used.others else ''}"


class CleaningForm(forms.Form):
    message = forms.CharField(
        label="Why",
        initial="Spam",
        max_length=500,
        widget=WhyInput(),
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
