"""What is asked before somebody is warned or silenced, and when they appeal."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms

from areopagus.accounts.forms.last_day import LastDay
from areopagus.core.clock import Clock, now
from areopagus.core.ledger.reasons import WhyInput
from areopagus.moderation.actions.standing import MOST_POINTS
from areopagus.moderation.models import Appeal

A_WEEK = 7
LASTING = {"30": "A month", "90": "Three months", "365": "A year", "": "Ever"}


def _why() -> forms.CharField:
    return forms.CharField(
        label="Why",
        required=False,
        max_length=500,
        widget=WhyInput(),
        help_text="The member reads this, and it stands in the ledger.",
    )


def _words(label: str, help_text: str, required: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=help_text,
        error_messages={"required": required},
    )


class WarnForm(forms.Form):
    prefix = "warn"

    message = _words(
        "What you say to them",
        "The member reads this on the board and by mail, and confirms it.",
        "Say to the member what they are warned about.",
    )
    points = forms.IntegerField(label="Points", initial=1, min_value=0, max_value=MOST_POINTS)
    lasting = forms.TypedChoiceField(
        label="The points count for",
        required=False,
        coerce=int,
        empty_value=None,
        initial="365",
        choices=list(LASTING.items()),
    )
    reason = _why()

    def arguments(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        days: int | None = said.pop("lasting")
        until: datetime | None = now() + timedelta(days=days) if days else None
        return said | {"until": until}


class SilenceForm(forms.Form):
    prefix = "silence"

    reason = _why()

    def __init__(self, data: Any = None, *, clock: Clock) -> None:
        super().__init__(data, initial={"until": now() + timedelta(days=A_WEEK)})
        self.fields["until"] = LastDay(label="Last day", clock=clock)


class NoteForm(forms.Form):
    prefix = "note"

    text = _words("New note", "Staff read this; the member never does.", "Write something.")


class AppealForm(forms.Form):
    text = _words(
        "Why should it be looked at again?",
        "Staff read this. You can appeal once against each decision.",
        "Say in a few words why the decision should be looked at again.",
    )


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label="Outcome", choices=Appeal.Outcome.choices, widget=forms.RadioSelect
    )
    text = _words("Your answer", "The member reads this.", "Write an answer; the member reads it.")
