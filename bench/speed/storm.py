"""A storm of scrapers, and what a member notices of it: cold pages for 100,000 client addresses at a steady rate."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, cycle, zip_longest
from pathlib import Path
from random import Random
from typing import Any

import processes
from house import Board, Visitor, member, serving
from load import Pace
from open_loop import at_share

RATE, ADDRESSES = 1_000, 100_000
# A member turns a page this often, at most.
PAUSE = 0.1
PROXY = {"AREOPAGUS_TRUSTED_PROXIES": "127.0.0.1/32"}


@dataclass(frozen=True)
class Browsing:
    """What one member got, in milliseconds; `statuses` counts their answers."""

    p50: float
    p95: float
    p99: float
    statuses: Mapping[int, int]


@dataclass(frozen=True)
class Storm:
    """`guests` is what open_loop.py says of them."""

    database: str
    posts: int
    seconds: float
    before: Browsing
    during: Browsing
    guests: Mapping[str, Any]
    megabytes: float


def measure(board: Board, pace: Pace, seconds: int) -> Storm:
    with serving(board, pace.port, pace.workers, PROXY) as served:
        somebody = member(served, 100, forwarded_for="192.0.2.7")
        pages = _reading(board)
        before = _browse(somebody, pages, time.monotonic() + max(5, seconds / 4))
        with tempfile.NamedTemporaryFile("w", suffix=".paths") as file:
            file.write("\n".join(_cold_paths(board, RATE * seconds)))
            file.flush()
            program = str(Path(__file__).with_name("open_loop.py"))
            said = (str(pace.port), str(RATE), str(seconds), str(ADDRESSES), file.name)
            with subprocess.Popen(
                [sys.executable, program, *said], stdout=subprocess.PIPE, text=True
            ) as scrapers:
                # The first second belongs to the start of their program.
                time.sleep(1)
                during = _browse(somebody, pages, time.monotonic() + seconds - 1)
                out, _ = scrapers.communicate()
        megabytes = processes.memory_megabytes(served.pid)
    posts = board.places["posts"]
    guests = json.loads(out)
    return Storm(board.engine, posts, seconds, before, during, guests, megabytes)


def _cold_paths(board: Board, wanted: int) -> list[str]:
    """Pages of topics and permalinks by turns, in no order, none twice while there are enough."""
    dice, posts = Random(1), board.places["posts"]
    pages = dice.sample(board.places["pages"], len(board.places["pages"]))
    permalinks = (
        f"/posts/{number}/" for number in dice.sample(range(1, posts), min(posts - 1, wanted))
    )
    pairs = zip_longest(pages, permalinks)
    return [path for path in chain.from_iterable(pairs) if path][:wanted]


def _reading(board: Board) -> Iterator[str]:
    """What a member looks at: the index, a forum, topics."""
    places = board.places
    topics = iter(cycle(places["full_pages"]))
    for forum in cycle(places["forums"]):
        yield from ("/", forum, next(topics), next(topics), next(topics))


def _browse(somebody: Visitor, pages: Iterator[str], until: float) -> Browsing:
    seconds: list[float] = []
    statuses: dict[int, int] = {}
    while time.monotonic() < until:
        answer = somebody.ask(next(pages))
        seconds.append(answer.seconds)
        statuses[answer.status] = statuses.get(answer.status, 0) + 1
        time.sleep(max(0.0, PAUSE - answer.seconds))
    return Browsing(*_percentiles(seconds), statuses)


def _percentiles(seconds: Sequence[float]) -> tuple[float, float, float]:
    ordered = sorted(seconds)
    half, most, nearly_all = (at_share(ordered, share) * 1000 for share in (0.5, 0.95, 0.99))
    return half, most, nearly_all
