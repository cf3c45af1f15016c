"""What is asked before a deed is done to chosen topics or posts."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from areopagus.accounts.actors import Actor
from areopagus.boards import options as board_options
from areopagus.boards.actions.ghosting import LONGEST_NAME, fitting_name
from areopagus.boards.permissions import access
from areopagus.boards.structure import places
from areopagus.core.addresses import number_in
from areopagus.core.ledger.reasons import WhyInput
from areopagus.core.verdict import Refused
from areopagus.moderation.pages.plans import PlanPage

LONGEST_DAYS = 3650
TOPIC_ADDRESS = re.compile(r"(?:.*/topics/)?([0-9]{1,15})(?:[-/#?].*)?", re.ASCII)


class DeedForm(forms.Form):
    """Every deed may be given a reason. `seen` is the newest batch the moderator had before them."""

    asks: ClassVar[bool] = False

    reason = forms.CharField(
        label="Why",
        required=False,
        max_length=500,
        widget=WhyInput(),
        help_text="Whoever it is done to reads this, and staff in the ledger.",
    )

    def __init__(self, data: QueryDict | None = None, *, actor: Actor, page: PlanPage) -> None:
        super().__init__(data)
        self.actor, self.page = actor, page

    def arguments(self) -> dict[str, Any]:
        """What the action is to be told; of a form nobody has filled in yet, nothing."""
        return dict(self.cleaned_data) if self.is_bound else {}


class RemoveForm(DeedForm):
    def __init__(self, data: QueryDict | None = None, **said: Any) -> None:
        super().__init__(data, **said)
        self.fields["reason"].help_text = "Readers are told this, and it stands in the ledger."


class ForumField(forms.TypedChoiceField):
    """A forum this moderator may bring topics to."""

    def offer(self, actor: Actor) -> None:
        rights = access(actor)
        able = [place for place in places() if not place.link and place.forum_id in rights]
        self.choices = [
            (place.forum_id, "\u2003" * place.depth + place.name)
            for place in able
            if rights[place.forum_id].start
        ]


class StubForm(DeedForm):
    leave_stubs = forms.BooleanField(label="Leave a link in the old list", required=False)
    stub_days = forms.IntegerField(
        label="Days it stays",
        required=False,
        min_value=1,
        max_value=LONGEST_DAYS,
        help_text="Empty: for good. The topic's old address leads on all the same.",
    )


class MoveForm(StubForm):
    asks = True
    forum_id = ForumField(label="To which forum", coerce=int)
    field_order = ("forum_id", "leave_stubs", "stub_days", "reason")

    def __init__(self, data: QueryDict | None = None, **said: Any) -> None:
        super().__init__(data, **said)
        self.fields["forum_id"].offer(self.actor)  # type: ignore[attr-defined]


class MergeForm(StubForm):
    asks = True
    target_id = forms.TypedChoiceField(
        label="Into which topic", coerce=int, widget=forms.RadioSelect
    )
    field_order = ("target_id", "leave_stubs", "stub_days", "reason")

    def __init__(self, data: QueryDict | None = None, **said: Any) -> None:
        super().__init__(data, **said)
        chosen = [(item.pk, item.title) for item in self.page.items]
        self.fields["target_id"].choices = chosen  # type: ignore[attr-defined]
        if chosen:
            self.fields["target_id"].initial = min(chosen)[0]


class RenameForm(DeedForm):
    asks = True
    title = forms.CharField(label="New title", widget=forms.TextInput(attrs={"dir": "auto"}))
    field_order = ("title", "reason")

    def __init__(self, data: QueryDict | None = None, **said: Any) -> None:
        super().__init__(data, **said)
        if self.page.items:
            self.fields["title"].initial = self.page.items[0].title


class SplitForm(DeedForm):
    asks = True
    title = forms.CharField(label="Title of the new topic", max_length=255)
    forum_id = ForumField(label="In which forum", coerce=int)
    field_order = ("title", "forum_id", "reason")

    def __init__(self, data: QueryDict | None = None, **said: Any) -> None:
        super().__init__(data, **said)
        self.fields["forum_id"].offer(self.actor)  # type: ignore[attr-defined]
        if self.page.items:
            self.fields["forum_id"].initial = self.page.items[0].forum_id
        self.fields["title"].widget.attrs |= {
            "dir": "auto",
            "maxlength": board_options.TITLE_LENGTH.get(),
        }


class MovePostsForm(DeedForm):
    asks = True
    topic_id = forms.CharField(
        label="To which topic",
        max_length=300,
        help_text="Its address, or its number: the 42 in /topics/42-who-lands-first/.",
        error_messages={"required": "Give the address of a topic."},
    )
    field_order = ("topic_id", "reason")

    def clean_topic_id(self) -> int:
        found = TOPIC_ADDRESS.fullmatch(self.cleaned_data["topic_id"].strip())
        topic_id = number_in(found[1]) if found else None
        if topic_id is None:
            raise forms.ValidationError("That is neither the address of a topic nor a number.")
        return topic_id


class GhostForm(DeedForm):
    asks = True
    name = forms.CharField(
        label="Name shown instead",
        max_length=LONGEST_NAME,
        initial="Former member",
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text="It must not be a member's. The account, and what else it wrote, stays as it is.",
    )
    field_order = ("name", "reason")

    def clean_name(self) -> str:
        try:
            return fitting_name(self.cleaned_data["name"])
        except Refused as reason:
            raise forms.ValidationError(str(reason)) from reason
