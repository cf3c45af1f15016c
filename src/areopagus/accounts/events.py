"""What happens to accounts, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MemberPromoted:
    user_id: int
    from_group_id: int
    to_group_id: int


@dataclass(frozen=True, slots=True)
class MemberRegistered:
    user_id: int


@dataclass(frozen=True, slots=True)
class MemberWoke:
    """A dormant member has signed in."""

    user_id: int
