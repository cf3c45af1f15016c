"""What stands around a deed to many members: who was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Group, User
from areopagus.administration import permissions
from areopagus.administration.actions.many import MOST
from areopagus.administration.finding import Filters
from areopagus.administration.pages.members import groups_to_choose, state_of

SHOWN = 50


@dataclass(frozen=True, slots=True)
class ManyPage:
    """`members` are the first of them, each with what is unusual about them. `back` is the search."""

    ids: Sequence[int]
    members: Sequence[tuple[User, str]]
    groups: Sequence[Group]
    back: str

    @property
    def more(self) -> int:
        return max(0, len(self.ids) - len(self.members))


def many_page(actor: Actor, ids: Sequence[int], found: str) -> ManyPage:
    """Two queries. `found` is the search they were chosen from, as it stands in an address."""
    groups = groups_to_choose(actor)
    rows = User.objects.select_related("group").filter(pk__in=ids[:MOST]).order_by("name_key")
    shown = [(member, state_of(member)) for member in rows[:SHOWN]]
    return ManyPage(ids, shown, groups, f"/administration/members/{found}")


def everybody_found(actor: Actor, filters: Filters) -> Sequence[int]:
    """The ids of all of them, one more than a deed takes at most. One query."""
    permissions.insist_on_administrator(actor)
    found = filters.narrow(User.objects.all()).order_by("pk")
    return list(found.values_list("pk", flat=True)[: MOST + 1])
