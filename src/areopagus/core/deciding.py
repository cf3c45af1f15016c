"""Deciding on many things that wait at once.

Each is a deed of its own, so that one in whose way something stands does not hold up the others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from areopagus.core.verdict import NotFound, Refused

# As many as stand on a page.
MOST = 20


@dataclass(slots=True)
class Decided:
    """How many, and what stood in the way of the others, each reason once."""

    done: int = 0
    obstacles: dict[str, None] = field(default_factory=dict)


def decide(held_ids: Collection[int], deed: Callable[[int], object]) -> Decided:
    decided = Decided()
    if not 0 < len(held_ids) <= MOST:
        decided.obstacles[f"Tick what is meant first, {MOST} at most."] = None
        return decided
    for held_id in held_ids:
        try:
            deed(held_id)
        except Refused as reason:
            decided.obstacles[str(reason)] = None
        except NotFound:
            decided.obstacles["One is not there any more."] = None
        else:
            decided.done += 1
    return decided
