"""The deeds that are done to a choice of members: what each is called, asks and does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from areopagus.administration.actions import many
from areopagus.administration.forms import many as forms
from areopagus.core.ledger.recording import Deed


@dataclass(frozen=True, slots=True)
class Plan:
    """`do` takes the actor, the chosen ids and what the form says."""

    name: str
    label: str
    form: type[forms.ManyForm]
    do: Callable[..., Deed]
    is_dangerous: bool = False

    @property
    def url(self) -> str:
        return f"/administration/members/many/{self.name}/"


PLANS = (
    Plan("group", "Change the group", forms.GroupForm, many.move_many),
    Plan("rest", "Set to rest", forms.ManyForm, many.put_to_rest),
    Plan("wake", "Wake", forms.ManyForm, many.wake_many),
    Plan("lift-bans", "Lift the bans", forms.ManyForm, many.lift_bans),
    Plan("ban", "Ban", forms.BanManyForm, many.ban_many, is_dangerous=True),
    Plan("hide-posts", "Hide their posts", forms.HideForm, many.hide_posts_of, is_dangerous=True),
)
