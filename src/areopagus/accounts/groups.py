"""The groups every board has, and the guests' group remembered."""

from __future__ import annotations

from areopagus.accounts.models import Group
from areopagus.core.remembered import Remembered

Role = Group.Role
# What pages show of groups, such as the title of their members.
KEY = "groups"


def with_role(role: Group.Role) -> Group:
    return Group.objects.get(role=role)


# It is asked for on every guest's page.
_guests: Remembered[Group] = Remembered(KEY, lambda: with_role(Role.GUESTS))
guests = _guests.get
forget = _guests.forget
