"""Members read by a prepared query, together with their group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from areopagus.accounts.models import Group, User
from areopagus.core.prepared import columns_of, made_from

USER_FIELDS, GROUP_FIELDS = columns_of(User), columns_of(Group)
# What such a query asks of `User`.
MEMBER_FIELDS = (*USER_FIELDS, *(f"group__{name}" for name in GROUP_FIELDS))


def member_of(row: Sequence[Any]) -> User:
    """The member who a row of MEMBER_FIELDS is; `group` is there, too."""
    member = made_from(User, USER_FIELDS, row)
    member.group = made_from(Group, GROUP_FIELDS, row[len(USER_FIELDS) :])
    return member
