"""Whether a page costs more the further back it is, and the larger the board is.

Each page is asked for once, one after the other, by a guest: what was kept must not hide the growth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from house import Board, Served, Visitor, serving
from load import Load, Pace, Wrk

# Fewer than half the pages of the long topic, so that none is asked for twice.
NEIGHBOURS = 90
WARM_UP_SECONDS = 1
# Each place in so many parts, of which the middle one counts.
PARTS = 3


@dataclass(frozen=True)
class Step:
    """`posts` is the size of the board."""

    posts: int
    page: str
    load: Load


def measure(boards: Sequence[Board], pace: Pace) -> list[Step]:
    """All boards are served at once and asked by turns, so that what else the machine does meets all of them."""
    with ExitStack() as all_of_them:
        asked = [
            (board, _client(all_of_them.enter_context(serving(board, port, pace.workers)), port))
            for port, board in enumerate(boards, pace.port)
        ]
        loads: dict[tuple[int, str], list[Load]] = {}
        for part in range(PARTS):
            for board, wrk in asked:
                for name, paths in _places(board.places).items():
                    load = wrk.walk(paths[part::PARTS], pace.seconds, connections=1)
                    loads.setdefault((board.places["posts"], name), []).append(load)
    return [
        Step(posts, name, sorted(parts, key=lambda part: part.cpu)[PARTS // 2])
        for (posts, name), parts in loads.items()
    ]


def _client(served: Served, port: int) -> Wrk:
    wrk = Wrk(served.pid, served.address, Visitor(port).headers)
    # The first page of a kind pays for what a process works out once.
    for path in (served.board.places["full_pages"][0], served.board.places["forums"][0]):
        wrk.again(path, WARM_UP_SECONDS)
    return wrk


def _places(places: Mapping[str, Any]) -> dict[str, Sequence[str]]:
    """Pages that come early and pages that come late; a name says what belongs together."""
    first_pages = [page for page in places["forums"] if "/page/" not in page]
    found = {
        "topic, 25 posts": places["full_pages"][-3 * NEIGHBOURS :],
        "forums, first pages": first_pages[1:],
        # The largest forum stands first in the list.
        "forums, last pages": places["forums"][1 : places["forums"].index(first_pages[1])][-60:],
    }
    for topic in places["long"]:
        pages = [f"{topic['address']}page/{number}/" for number in range(2, topic["pages"])]
        found[f"topic of {topic['posts']:,} posts, first pages"] = pages[:NEIGHBOURS]
        found[f"topic of {topic['posts']:,} posts, last pages"] = pages[-NEIGHBOURS:]
    return found
