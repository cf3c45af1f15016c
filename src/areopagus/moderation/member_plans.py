"""The deeds to one member that ask a power of the moderator's group: what each is called, says, asks and does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import Verdict
from areopagus.moderation import permissions
from areopagus.moderation.actions import members as actions
from areopagus.moderation.forms import members as forms


@dataclass(frozen=True, slots=True)
class MemberPlan:
    """`do` takes the actor, the member's id and what the form says. `about` are the fields that it is about."""

    name: str
    label: str
    says: str
    powers: Sequence[str]
    about: Sequence[str]
    may: Callable[[Actor, User], Verdict]
    form: Callable[..., forms.Form]
    do: Callable[..., Deed]

    def url_of(self, member_id: int) -> str:
        return f"/moderation/members/{member_id}/{self.name}/"


PLANS = (
    MemberPlan(
        "rename", "Rename",
        "They sign in with the new name from now on, and a letter tells them so. What they wrote stands under "
        "it; the old name stays reserved for them, and whoever looks for it or mentions it finds them.",
        ("may_edit_members", "may_rename_members"),
        actions.NAME, permissions.can_rename, forms.RenameForm, actions.rename,
    ),
    MemberPlan(
        "profile", "Edit the profile",
        "What they say about themselves, as in their own settings. They are told that it was changed.",
        ("may_edit_members",),
        actions.PROFILE, permissions.can_edit_profile, forms.MemberProfileForm, actions.edit_profile,
    ),
    MemberPlan(
        "password", "Have a new password set",
        "Their password works no more from now on, and they are signed out everywhere. A letter leads them to where "
        "they set a new one, which nobody else learns. Undone before they have, the old one works again; "
        "sessions that were ended stay ended. Passkeys go on working.",
        ("may_edit_members", "may_change_passwords"),
        actions.PASSWORD, permissions.can_reset_password, forms.ChangeForm, actions.reset_password,
    ),
    MemberPlan(
        "promote", "Promote",
        "They come into the group to which theirs leads, however many posts they have. They are told.",
        ("may_promote_members",),
        actions.GROUP, permissions.can_promote, forms.ChangeForm, actions.promote,
    ),
)  # fmt: skip
