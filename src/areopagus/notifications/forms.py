"""How a member wants to be told: each kind by each channel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from areopagus.accounts.actors import Actor
from areopagus.accounts.notices import Kind, kinds
from areopagus.notifications import wishes
from areopagus.notifications.channels import NO, Channel, channels
from areopagus.notifications.models import Wishes

ONE_OR_THE_OTHER = 2
HOURS = [("", "No quiet hours"), *((str(hour), f"{hour:02}:00") for hour in range(24))]


@dataclass(frozen=True, slots=True)
class Row:
    """One kind. A cell without a field is one in which nothing can be chosen."""

    kind: Kind
    cells: list[tuple[Channel, BoundField | None]]


class WishesForm(forms.Form):
    quiet_from = forms.ChoiceField(label="No mail from", choices=HOURS, required=False)
    quiet_until = forms.ChoiceField(label="Until", choices=HOURS, required=False)

    def __init__(self, data: QueryDict | None = None, *, actor: Actor, row: Wishes) -> None:
        hours = {"quiet_from": row.quiet_from, "quiet_until": row.quiet_until}
        super().__init__(data, initial={k: "" if v is None else str(v) for k, v in hours.items()})
        self.kinds = [kind for kind in kinds() if actor.is_staff or not kind.for_staff]
        for kind, channel in self._cells():
            self.fields[_name(kind, channel)] = _field(
                kind, channel, wishes.wish(row.said, kind, channel)
            )

    def rows(self) -> list[Row]:
        there = {(kind.key, channel.key) for kind, channel in self._cells()}
        return [
            Row(
                kind,
                [
                    (c, self[_name(kind, c)] if (kind.key, c.key) in there else None)
                    for c in channels()
                ],
            )
            for kind in self.kinds
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if bool(said.get("quiet_from")) != bool(said.get("quiet_until")):
            self.add_error("quiet_until", "Say both: from when and until when.")
        return said

    def said(self) -> Mapping[str, Mapping[str, str]]:
        chosen: dict[str, dict[str, str]] = {}
        for kind, channel in self._cells():
            value = self.cleaned_data[_name(kind, channel)]
            if isinstance(value, bool):
                value = channel.choices[-1][0] if value else NO
            chosen.setdefault(kind.key, {})[channel.key] = value
        return chosen

    def hours(self) -> dict[str, int | None]:
        said = self.cleaned_data
        return {n: int(said[n]) if said[n] else None for n in ("quiet_from", "quiet_until")}

    def _cells(self) -> Iterator[tuple[Kind, Channel]]:
        for kind in self.kinds:
            for channel in channels():
                if not (kind.has_own_letter and channel.key == "mail"):
                    yield kind, channel


def _name(kind: Kind, channel: Channel) -> str:
    return f"{kind.key}-{channel.key}"


def _field(kind: Kind, channel: Channel, wish: str) -> forms.Field:
    label = f"{kind.label}: {channel.label.lower()}"
    if len(channel.choices) == ONE_OR_THE_OTHER:
        return forms.BooleanField(label=label, required=False, initial=wish != NO)
    return forms.ChoiceField(label=label, required=False, choices=channel.choices, initial=wish)
