"""Whose posts are: a member's are those of their account, and what a room above knows to be theirs as well."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q

# The posts without an account that are this member's; None when there are none.
Knows = Callable[[int], Q | None]
_known: list[Knows] = []


def knows_posts(knows: Knows) -> Knows:
    """Registers somebody to ask; the same only once. Call it from a room's `AppConfig.ready`."""
    if knows not in _known:
        _known.append(knows)
    return knows


def written_by(user_id: int) -> Q:
    wrote = Q(author=user_id)
    for knows in _known:
        if (also := knows(user_id)) is not None:
            wrote |= also
    return wrote
