"""Categories, forums and their order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.http import QueryDict

from areopagus.accounts.forms.last_day import LastDay
from areopagus.administration.actions.forums import Place
from areopagus.administration.forms import RememberingForm
from areopagus.administration.pages.forums import Choice, ForumPage, ForumsPage
from areopagus.boards.models import Forum
from areopagus.core.clock import Clock

WEB = URLValidator(
    schemes=["http", "https"], message="Give a whole web address, such as https://example.org/."
)
GREATEST = 100_000
# What a form shows of the forum itself.
SHOWN = ("name", "description", "order", "link", "announcement", "announcement_until")


def place_of(value: str) -> Place:
    found = re.fullmatch(r"([cf])([0-9]{1,15})", value)
    if found is None:
        raise ValueError(value)
    number = int(found[2])
    return Place(category_id=number) if found[1] == "c" else Place(parent_id=number)


class CategoryForm(RememberingForm):
    name = forms.CharField(max_length=80, widget=forms.TextInput(attrs={"dir": "auto"}))


class ForumForm(RememberingForm):
    name = forms.CharField(max_length=80, widget=forms.TextInput(attrs={"dir": "auto"}))
    description = forms.CharField(
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text="Shown under the name. HTML; scripts and styles are taken out when it is saved.",
    )
    place = forms.TypedChoiceField(
        label="Stands in", coerce=place_of, help_text="A category, or a forum."
    )
    order = forms.TypedChoiceField(
        label="Order of its topics",
        coerce=int,
        choices=[
            (Forum.Order.LAST_POST, "Last answered first"),
            (Forum.Order.NEWEST, "Newest first"),
            (Forum.Order.TITLE, "By title"),
        ],
        help_text="Pinned topics come first in any case.",
    )
    announcement = forms.CharField(
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text="A box on top of this forum and of its topics. HTML, made safe as above.",
    )
    link = forms.CharField(
        label="Leads to",
        required=False,
        max_length=300,
        validators=[WEB],
        widget=forms.URLInput,
        help_text="An address makes this a forum that only leads there; it holds no topics.",
    )

    def __init__(self, data: QueryDict | None = None, *, page: ForumPage, clock: Clock) -> None:
        forum = page.forum or Forum()
        shown = {name: getattr(forum, name) for name in SHOWN}
        super().__init__(data, initial=shown | {"place": page.place})
        last_day = LastDay(label="Last day of the announcement", clock=clock, may_be_over=True)
        self.fields["announcement_until"] = last_day
        self.remember()
        self.fields["place"].choices = page.places  # type: ignore[attr-defined]

    def wishes(self) -> dict[str, Any]:
        """Everything, for a new forum."""
        return dict(self.cleaned_data)


class ArrangeForm(forms.Form):
    """A number for each category and forum of the page."""

    def __init__(self, data: QueryDict | None = None, *, page: ForumsPage) -> None:
        super().__init__(data)
        for line in page.categories:
            self._add(f"c{line.category.pk}", line.category.name, line.position)
            for below in line.forums:
                self._add(f"f{below.forum.pk}", below.forum.name, below.position)

    def _add(self, name: str, label: str, position: int) -> None:
        self.fields[name] = forms.IntegerField(
            label=f"Position of {label}",
            min_value=0,
            max_value=GREATEST,
            initial=position,
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        )

    def positions(self, kind: str) -> dict[int, int]:
        """By id: of the categories ("c") or the forums ("f")."""
        said = self.cleaned_data.items()
        return {int(name[1:]): value for name, value in said if name.startswith(kind)}


class TargetForm(forms.Form):
    """The forum into which another one's topics go."""

    target = forms.TypedChoiceField(label="Into", coerce=int)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        targets: Sequence[tuple[str, Sequence[Choice]]],
    ) -> None:
        super().__init__(data)
        self.fields["target"].choices = targets  # type: ignore[attr-defined]
