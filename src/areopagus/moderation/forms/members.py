"""What is asked before a member gets another name, profile, password or group."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from areopagus.accounts.actors import Actor
from areopagus.accounts.forms.settings import DIALECTS, ProfileForm
from areopagus.accounts.models import User
from areopagus.accounts.options import NAME_MAX
from areopagus.core.ledger.reasons import WhyInput


def _why() -> forms.CharField:
    return forms.CharField(
        label="Why",
        required=False,
        max_length=500,
        widget=WhyInput(),
        help_text="The member reads this, and it stands in the ledger.",
    )


def _seen() -> forms.CharField:
    """The page says it anew each time it is shown."""
    return forms.CharField(required=False, max_length=16, widget=forms.HiddenInput())


class ChangeForm(forms.Form):
    """For what asks nothing but why."""

    reason = _why()
    seen = _seen()

    def __init__(self, data: QueryDict | None = None, *, actor: Actor, member: User) -> None:
        super().__init__(data)
        self.actor, self.member = actor, member

    def arguments(self) -> dict[str, Any]:
        """What the deed takes, beside who does it to whom."""
        return dict(self.cleaned_data)


class RenameForm(ChangeForm):
    # The action counts as registration counts, after tidying.
    name = forms.CharField(
        label="New name",
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    field_order = ("name", "reason", "seen")

    def __init__(self, *args: Any, member: User, **kwargs: Any) -> None:
        super().__init__(*args, member=member, **kwargs)
        self.fields["name"].initial = member.name
        self.fields["name"].help_text = f"At most {NAME_MAX.get()} characters."


class MemberProfileForm(ProfileForm):
    """As members have it on two pages of their settings."""

    signature = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )
    signature_markup = forms.ChoiceField(label="Signature written in", choices=DIALECTS)
    take_avatar = forms.BooleanField(label="Take the avatar away", required=False)
    reason = _why()
    seen = _seen()

    def __init__(self, data: QueryDict | None = None, *, actor: Actor, member: User) -> None:
        super().__init__(data, actor=actor, member=member)
        self.fields["signature"].initial = member.signature
        self.fields["signature_markup"].initial = member.signature_markup
        if not member.avatar:
            del self.fields["take_avatar"]
        self.order_fields([name for name in self.fields if name not in {"reason", "seen"}])

    def arguments(self) -> dict[str, Any]:
        said = self.changes()
        about = {name: said.pop(name) for name in ("reason", "seen")}
        if said.pop("take_avatar", False):
            said["avatar"] = ""
        return about | {"changes": said}


Form = ChangeForm | MemberProfileForm
