"""A crawler that takes everything: all posts by both their addresses, every page of every topic, for minutes.

Asked in slices of some seconds, each going on where the last one ended; after each the memory is read.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, cycle, islice

import processes
from house import Board, Visitor, serving
from load import Pace, Wrk

SLICE_SECONDS = 10
# More than a slice can get through.
MOST_IN_A_SLICE = 50_000


@dataclass(frozen=True)
class Slice:
    """`at` is in seconds since the crawler began; it had `asked` for so many of `all` addresses at the end."""

    at: float
    per_second: float
    cpu: float
    megabytes: float
    refused: int
    asked: int
    all: int


def measure(board: Board, pace: Pace, minutes: float) -> list[Slice]:
    slices: list[Slice] = []
    with serving(board, pace.port, pace.workers) as served:
        wrk = Wrk(served.pid, served.address, Visitor(pace.port).headers)
        way, ahead, asked = _everything(board), [], 0
        pages = len(board.places["pages"]) + sum(one["pages"] - 1 for one in board.places["long"])
        whole = 2 * board.places["posts"] + pages
        begin = time.monotonic()
        while (at := time.monotonic() - begin) < minutes * 60:
            ahead += islice(way, MOST_IN_A_SLICE - len(ahead))
            load = wrk.walk(ahead, SLICE_SECONDS)
            ahead = ahead[load.requests :]
            memory = processes.memory_megabytes(served.pid)
            asked += load.requests
            slices.append(Slice(at, load.per_second, load.cpu, memory, load.refused, asked, whole))
    return slices


def _everything(board: Board) -> Iterator[str]:
    """By turns a post, the same post as FluxBB addressed it, and a page of a topic; without an end."""
    posts = board.places["posts"]
    long = (
        f"{topic['address']}page/{number}/"
        for topic in board.places["long"]
        for number in range(2, topic["pages"] + 1)
    )
    pages = cycle(chain(board.places["pages"], long))
    for post in cycle(range(1, posts + 1)):
        yield from (f"/posts/{post}/", f"/viewtopic.php?pid={post}", next(pages))
