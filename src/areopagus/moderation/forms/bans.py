from __future__ import annotations

from typing import Any

from django import forms

from areopagus.accounts.forms.last_day import LastDay
from areopagus.accounts.models import Ban
from areopagus.core.clock import Clock
from areopagus.core.ledger.reasons import WhyInput


class BanForm(forms.Form):
    name = forms.CharField(
        label="Name",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text="Nobody may register with it. * stands for any characters: spam* turns away members called so, too. One member is banned on their own page.",
    )
    addresses = forms.CharField(
        label="Network addresses",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text="With spaces between: 192.0.2.7, 192.0.2.0/24, 192.0.2. or 2001:db8::/32. From there nobody but staff can sign in, register or write.",
    )
    mail = forms.CharField(
        label="Mail address or domain",
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="Such as somebody@example.org, or example.org with all below it.",
    )
    message = forms.CharField(
        label="What they are told",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    reason = forms.CharField(
        label="Why",
        required=False,
        max_length=500,
        widget=WhyInput(),
        help_text="Kept in the ledger; they are not told.",
    )

    field_order = ("name", "addresses", "mail", "message", "until", "reason")

    def __init__(self, said: Any, *, clock: Clock, ban: Ban | None, first: dict[str, Any]) -> None:
        fields = ("name", "addresses", "mail", "message", "until")
        known = {name: getattr(ban, name) for name in fields} if ban else first
        super().__init__(said, initial=known)
        self.fields["until"] = LastDay(label="Last day", clock=clock)
        self.order_fields(self.field_order)

    def as_ban(self) -> Ban:
        """What would be made, not stored."""
        said = self.cleaned_data
        return Ban(
            name=said["name"], addresses=said["addresses"], mail=said["mail"].strip().lstrip("@")
        )
