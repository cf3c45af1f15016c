"""What an address of the software that stood here before leads to now.

Rooms that make links of what people wrote ask here; a room that knows old addresses answers:

    knows_old_addresses(new_address)    # (url: str) -> str, the same when it knows nothing of it

It is asked for every link of every post, so it must not ask the database.
"""

from __future__ import annotations

from collections.abc import Callable

Knower = Callable[[str], str]

_knowers: list[Knower] = []


def knows_old_addresses(knower: Knower) -> None:
    """Call it from a room's `AppConfig.ready`."""
    _knowers.append(knower)


def new_address(url: str) -> str:
    for knower in _knowers:
        url = knower(url)
    return url
