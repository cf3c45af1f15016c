"""A form made of declared options."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from areopagus.accounts.mail_language import name_of
from areopagus.administration.forms import RememberingForm
from areopagus.core.catalogues import LANGUAGES
from areopagus.core.clock import DATE_FORMATS, TIME_FORMATS, now
from areopagus.core.options import Option

# A default longer than this wants more than one line to be read.
ONE_LINE = 40
# Where the key says less than it should.
LABELS = {
    "accounts.registration": "Who may register",
    "accounts.new_member_role": "Group of newcomers",
    "accounts.name_min": "Shortest name",
    "accounts.name_max": "Longest name",
    "accounts.second_factor": "Second factor required of",
    "accounts.confirm_minutes": "Minutes until it is asked again",
    "board.maintenance": "Closed for maintenance",
    "board.maintenance_html": "What visitors read",
    "board.markup": "Language of posts",
    "board.mail_language": "Language of mails",
    "moderation.public_log": "Public moderation log",
    "upkeep.backup_days": "Days between backups",
    "robots.disallowed": "Addresses to leave alone",
    "robots.search": "Search engines",
    "robots.ai_input": "Input of language models",
    "robots.ai_training": "Training of language models",
    "robots.refuses_ai_crawlers": "Refuse the robots below",
    "robots.ai_crawlers": "Robots of language models",
}
HTML_HELP = "HTML; scripts and styles are taken out when it is saved."


class OptionsForm(RememberingForm):
    def __init__(
        self, data: QueryDict | None = None, *, options: Sequence[Option[Any]], **kwargs: Any
    ) -> None:
        self.options = {option.key.replace(".", "-"): option for option in options}
        super().__init__(data, **kwargs)
        for name, option in self.options.items():
            self.fields[name] = field_for(option)
        self.remember()

    def changed_options(self) -> dict[str, Any]:
        return {self.options[name].key: value for name, value in self.changes().items()}


def field_for(option: Option[Any]) -> forms.Field:
    said: dict[str, Any] = {
        "label": label_of(option),
        "help_text": option.help,
        "initial": option.get(),
    }
    if isinstance(option.default, bool):
        return forms.BooleanField(required=False, **said)
    if option.choices is not None:
        kind: Callable[[Any], Any] = type(option.default)
        return forms.TypedChoiceField(
            choices=[(choice, shown(choice)) for choice in option.choices],
            coerce=kind,
            **said,
        )
    if isinstance(option.default, int):
        said["help_text"] += _bounds(option)
        return forms.IntegerField(min_value=option.at_least, max_value=option.at_most, **said)
    if option.is_html:
        said["help_text"] += f" {HTML_HELP}"
        area = forms.Textarea(attrs={"rows": 5, "dir": "auto"})
        return forms.CharField(required=False, widget=area, max_length=100_000, **said)
    if option.is_list:
        lines = forms.Textarea(attrs={"rows": 8, "dir": "auto"})
        return forms.CharField(required=False, widget=lines, max_length=10_000, **said)
    widget = (
        forms.Textarea(attrs={"rows": 3, "dir": "auto"})
        if len(option.default) > ONE_LINE
        else forms.TextInput(attrs={"dir": "auto"})
    )
    return forms.CharField(required=bool(option.default), widget=widget, max_length=300, **said)


def label_of(option: Option[Any]) -> str:
    name = option.key.rpartition(".")[2].removesuffix("_html")
    return LABELS.get(option.key) or name.replace("_", " ").capitalize()


def shown(choice: object) -> str:
    """A format is shown by an example, everything else by its own word."""
    write = (DATE_FORMATS | TIME_FORMATS).get(str(choice))
    if write is not None:
        return f"{write(now())} ({choice})"
    if choice in LANGUAGES:
        return name_of(str(choice))
    return {"bbcode": "BBCode"}.get(str(choice), str(choice).capitalize())


def _bounds(option: Option[Any]) -> str:
    least, most = option.at_least, option.at_most
    if least is not None and most is not None:
        return f" {least:,} to {most:,}."
    if least is not None:
        return f" At least {least:,}."
    return f" At most {most:,}." if most is not None else ""
