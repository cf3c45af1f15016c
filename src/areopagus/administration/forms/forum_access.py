"""A forum's table of rights, and a moderator to be named."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from areopagus.accounts.models import Group
from areopagus.administration.forms import RememberingForm
from areopagus.administration.pages.forum_access import RIGHTS, GroupRights, PermissionsPage

ANSWERS = {"": None, "yes": True, "no": False}


class PermissionsForm(RememberingForm):
    def __init__(self, data: QueryDict | None = None, *, page: PermissionsPage) -> None:
        super().__init__(data)
        self.page = page
        for row in page.rows:
            for right, label in RIGHTS.items():
                self.fields[f"{right}-{row.group.pk}"] = _answer(row, right, label)
        self.remember()

    def rows(self) -> Iterator[tuple[Group, list[BoundField]]]:
        for row in self.page.rows:
            yield row.group, [self[f"{right}-{row.group.pk}"] for right in RIGHTS]

    def rights(self) -> dict[tuple[int, str], bool | None]:
        """What was changed, by group and right."""
        return {
            (int(group_id), right): ANSWERS[value]
            for name, value in self.changes().items()
            for right, group_id in [name.split("-")]
        }


def _answer(row: GroupRights, right: str, label: str) -> forms.ChoiceField:
    return answer_field(f"{row.group}: {label}", own=row.own[right], here=row.here[right])


def answer_field(label: str, *, own: bool, here: bool | None) -> forms.ChoiceField:
    as_group = "yes" if own else "no"
    said = next(key for key, value in ANSWERS.items() if value is here)
    return forms.ChoiceField(
        label=label,
        required=False,
        initial=said,
        choices=[("", f"As the group ({as_group})"), ("yes", "Yes"), ("no", "No")],
        widget=forms.Select(attrs={"aria-label": label}),
    )


class ModeratorForm(forms.Form):
    name = forms.CharField(
        label="Name of a member",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        help_text="Somebody in a moderators' group.",
    )
