"""A group's name, rights, waiting times and promotion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from areopagus.accounts.models import Group
from areopagus.administration.forms import RememberingForm
from areopagus.administration.pages.groups import GroupPage

RIGHTS = {
    "may_read_board": "Read the board",
    "may_view_members": "See the list of members and their pages",
    "may_search": "Search",
    "may_search_members": "Search the list of members",
    "may_reply": "Reply",
    "may_start_topics": "Start topics",
    "may_post_links": "Post links",
    "writes_on_approval": "What they write waits until a moderator has approved it",
    "may_edit_own_posts": "Edit their own posts",
    "may_delete_own_posts": "Delete their own posts",
    "may_delete_own_topics": "Delete their own topics",
    "may_set_title": "Choose a title of their own",
    "may_send_mail": "Write to members through the board",
}
WAITS = {
    "post_interval": "Between two posts, in seconds",
    "search_interval": "Between two searches, in seconds",
    "mail_interval": "Between two letters to members, in seconds",
    "report_interval": "Between two reports, in seconds",
    "edit_minutes": "Own posts may be edited for, in minutes",
}
POWERS = {
    "is_moderator": "Moderate the forums given to them",
    "may_ban_members": "Ban members",
    "may_edit_members": "Edit members' profiles",
    "may_rename_members": "Rename members, if they may edit profiles",
    "may_change_passwords": "Have members set a new password, if they may edit profiles",
    "may_promote_members": "Promote members",
}
# Nobody who is not signed in can have these.
FOR_MEMBERS = {
    "may_edit_own_posts", "may_delete_own_posts", "may_delete_own_topics", "may_set_title",
    "may_send_mail", "mail_interval", "report_interval", "edit_minutes",
}  # fmt: skip
LONGEST_WAIT = 86_400
MOST_POSTS = 1_000_000


class GroupForm(RememberingForm):
    """What the group can have at all: administrators may do everything, so only their name is asked."""

    name = forms.CharField(max_length=60, widget=forms.TextInput(attrs={"dir": "auto"}))

    def __init__(self, data: QueryDict | None = None, *, page: GroupPage) -> None:
        group = page.group
        super().__init__(data, initial={name: getattr(group, name) for name in FIELDS})
        self.sections = list(_sections(group))
        if group.role != Group.Role.GUESTS:
            self.fields["member_title"] = forms.CharField(
                label="Title of its members",
                max_length=60,
                required=False,
                help_text="Shown under the name of everybody without a title of their own.",
            )
        if _is_promoted(group):
            self._add_promotion(page.targets)
        for _, names in self.sections:
            for name, label in names.items():
                self.fields[name] = _field(name, label)
        self.remember()

    def _add_promotion(self, targets: Sequence[Group]) -> None:
        choices = [("", "Nobody is promoted"), *((str(group.pk), group.name) for group in targets)]
        self.fields["promote_to_id"] = forms.TypedChoiceField(
            label="Promote members to",
            required=False,
            coerce=int,
            empty_value=None,
            choices=choices,
        )
        self.fields["promote_at_posts"] = forms.IntegerField(
            label="As soon as they have so many posts",
            required=False,
            min_value=1,
            max_value=MOST_POSTS,
            help_text="Whoever has them already is promoted when you save.",
        )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("promote_to_id") and not said.get("promote_at_posts"):
            self.add_error("promote_at_posts", "Say at how many posts members are promoted.")
        return said

    def heads(self) -> list[BoundField]:
        inside = {name for _, names in self.sections for name in names}
        return [bound for bound in self if bound.name not in inside]

    def parts(self) -> list[tuple[str, list[BoundField]]]:
        return [(title, [self[name] for name in names]) for title, names in self.sections]


FIELDS = (
    "name", "member_title", "promote_to_id", "promote_at_posts", *RIGHTS, *WAITS, *POWERS
)  # fmt: skip


class NewGroupForm(forms.Form):
    name = forms.CharField(max_length=60, widget=forms.TextInput(attrs={"dir": "auto"}))
    like = forms.TypedChoiceField(
        label="Beginning as a copy of",
        coerce=int,
        help_text="It may at first what this group may, in every forum.",
    )

    def __init__(self, data: QueryDict | None = None, *, groups: Sequence[Group]) -> None:
        super().__init__(data)
        members = [group.pk for group in groups if group.role == Group.Role.MEMBERS]
        self.fields["like"].choices = [(g.pk, g.name) for g in groups]  # type: ignore[attr-defined]
        self.fields["like"].initial = members[0] if members else None


class RemoveGroupForm(forms.Form):
    target = forms.TypedChoiceField(label="Its members go to", coerce=int)

    def __init__(self, data: QueryDict | None = None, *, page: GroupPage) -> None:
        super().__init__(data)
        self.fields["target"].choices = [(g.pk, g.name) for g in page.targets]  # type: ignore[attr-defined]


def _sections(group: Group) -> list[tuple[str, dict[str, str]]]:
    if group.is_administrators:
        return []
    if group.role == Group.Role.GUESTS:
        return [
            ("They may", {n: label for n, label in RIGHTS.items() if n not in FOR_MEMBERS}),
            ("Waiting times", {n: label for n, label in WAITS.items() if n not in FOR_MEMBERS}),
        ]
    return [("They may", RIGHTS), ("Waiting times", WAITS), ("As moderators they may", POWERS)]


def _is_promoted(group: Group) -> bool:
    return not group.is_administrators and group.role != Group.Role.GUESTS


def _field(name: str, label: str) -> forms.Field:
    if name not in WAITS:
        return forms.BooleanField(label=label, required=False)
    zero = "0 is for ever." if name == "edit_minutes" else "0 is no wait."
    return forms.IntegerField(label=label, min_value=0, max_value=LONGEST_WAIT, help_text=zero)
