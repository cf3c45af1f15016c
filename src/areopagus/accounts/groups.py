"""The groups every board has, and the guests' group remembered."""

from __future__ import annotations

from areopagus.accounts.models import Group
from areopagus.core.remembered import Remembered
from areopagus.core.verdict import Refused

Role = Group.Role
# What pages show of groups, such as the title of their members.
KEY = "groups"


def with_role(role: Group.Role) -> Group:
    return Group.objects.get(role=role)


# It is asked for on every guest's page.
_guests: Remembered[Group] = Remembered(KEY, lambda: with_role(Role.GUESTS))
guests = _guests.get
forget = _guests.forget


def insist_on_no_circle() -> None:
    """Nobody may be promoted from group to group for ever."""
    leads_to = dict(Group.objects.order_by().values_list("pk", "promote_to"))
    for first in leads_to.values():
        at, steps = first, 0
        while at is not None and steps <= len(leads_to):
            at, steps = leads_to.get(at), steps + 1
        if at is not None:
            raise Refused("Promotion would lead around in a circle.")
