"""The groups every board has, and the guests' group remembered for a moment."""

from __future__ import annotations

import time

from areopagus.accounts.models import Group

Role = Group.Role
FRESH_SECONDS = 1.0

_guests: tuple[float, Group] | None = None


def with_role(role: Group.Role) -> Group:
    return Group.objects.get(role=role)


def guests() -> Group:
    """The guests' group, at most a second old: it is asked for on every guest's page."""
    global _guests  # noqa: PLW0603  (One memory per process is the point.)
    if _guests is None or time.monotonic() - _guests[0] > FRESH_SECONDS:
        _guests = (time.monotonic(), with_role(Role.GUESTS))
    return _guests[1]


def forget() -> None:
    global _guests  # noqa: PLW0603
    _guests = None
