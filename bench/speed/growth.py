"""Whether a page costs more the further back it is, and the larger the board is.

Each page is asked for once, one after the other, by a guest: what was kept must not hide the growth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from house import Board, Visitor, serving
from load import Load, Pace, Wrk

NEIGHBOURS = 60


@dataclass(frozen=True)
class Step:
    """`posts` is the size of the board."""

    posts: int
    page: str
    load: Load


def measure(boards: Sequence[Board], pace: Pace) -> list[Step]:
    steps = []
    for board in boards:
        with serving(board, pace.port, pace.workers) as served:
            wrk = Wrk(served.pid, served.address, Visitor(pace.port).headers)
            for name, paths in _places(board.places).items():
                load = wrk.walk(paths, pace.seconds, connections=1)
                steps.append(Step(board.places["posts"], name, load))
    return steps


def _places(places: Mapping[str, Any]) -> dict[str, Sequence[str]]:
    found = {
        "topic, 25 posts": places["full_pages"][-400:],
        "forum": places["forums"][-200:],
    }
    for topic in places["long"]:
        pages = [f"{topic['address']}page/{number}/" for number in range(2, topic["pages"])]
        found[f"topic of {topic['posts']:,} posts, first pages"] = pages[:NEIGHBOURS]
        found[f"topic of {topic['posts']:,} posts, last pages"] = pages[-NEIGHBOURS:]
    return found
