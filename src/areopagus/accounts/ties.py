"""Who is tied to whom, such as by an invitation: asked of the rooms above that know."""

from __future__ import annotations

from collections.abc import Callable, Collection

Knows = Callable[[int], Collection[int]]
_known: list[Knows] = []


def knows_ties(knows: Knows) -> Knows:
    """Registers somebody to ask; the same only once. Call it from a room's `AppConfig.ready`."""
    if knows not in _known:
        _known.append(knows)
    return knows


def tied_to(user_id: int) -> frozenset[int]:
    return frozenset(other for knows in _known for other in knows(user_id)) - {user_id}
