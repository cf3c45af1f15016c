"""One account as the signs and shields see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from areopagus.housekeeping.evidence.networks import Burst
from areopagus.housekeeping.evidence.writing import Writing


@dataclass(slots=True)
class Facts:
    """None is "unknown". Of `hosts_*` only what no established member ever linked to.

    `copied_by` are others that wrote nearly the same; `companions` others that nobody vouches for
    and that lead to the same hosts.
    """

    account_id: int
    name: str
    mail: str
    is_staff: bool
    registered_at: datetime
    last_seen_at: datetime | None
    has_avatar: bool
    wrote_letters: bool
    watches: bool
    writing: Writing
    is_established: bool = False
    hosts_in_profile: frozenset[str] = frozenset()
    hosts_in_posts: frozenset[str] = frozenset()
    foreign_posts: int = 0
    companions: int = 0
    burst: Burst | None = None
    from_known_network: bool = False
    # Accounts with mail at the same place, and how many of them are people.
    at_same_mail: int = 0
    people_at_same_mail: int = 0
    copied_by: int = 0
    slipped_in: frozenset[str] = frozenset()
    quoted_by: frozenset[int] = frozenset()
    answered_by: frozenset[int] = frozenset()
    said_keep: bool = False
    was_cleared: bool = False
