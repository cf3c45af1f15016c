"""The table of pages: what each costs a guest and a member, seen before or not, and the limit beside it."""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import empty_house
import nginx
import processes
from house import Board, Served, Visitor, members, serving
from load import Load, Pace, Wrk

WARM_UP_SECONDS = 1
LIMIT_RUNS = 3
FILES = {
    "styles": r'<link rel="stylesheet" href="([^"]+)"',
    "scripts": r'<script[^>]* src="([^"]+)"',
}


@dataclass(frozen=True)
class Page:
    """`address` is asked for again and again, `others` one after the other as pages not seen before."""

    name: str
    address: str
    others: Sequence[str] = ()


@dataclass
class Row:
    """`load` is the run with the middle number of requests a second."""

    page: str
    who: str
    load: Load
    plain: int
    sent: int
    queries: int = 0

    @property
    def is_cold(self) -> bool:
        return self.who.endswith("cold")


@dataclass(frozen=True)
class Whole:
    """Bytes of a 25-post topic page for a browser that has nothing yet, without pictures, as sent."""

    who: str
    html: int
    styles: int
    scripts: int


@dataclass(frozen=True)
class Limit:
    """The bytes of a kept topic page, by turns: nginx sends them from a file, the house does, nginx before
    the house, and the house's server with an application that does nothing else."""

    nginx: Load
    house: Load
    shipped: Load
    empty: Load
    version: str

    @property
    def share(self) -> float:
        return self.house.per_second / self.nginx.per_second

    @property
    def shipped_share(self) -> float:
        return self.shipped.per_second / self.nginx.per_second

    @property
    def empty_share(self) -> float:
        return self.empty.per_second / self.nginx.per_second


@dataclass(frozen=True)
class Measured:
    rows: list[Row]
    whole: list[Whole]
    idle_megabytes: float
    loaded_megabytes: float
    limit: Limit | None


def pages_of(board: Board) -> list[Page]:
    places = board.places
    forums, full, long = places["forums"], places["full_pages"], places["long"][0]
    posts = [f"/posts/{number}/" for number in range(1, min(places["posts"], 100_000))]
    return [
        Page("index", "/"),
        Page("forum", forums[0], forums[1:]),
        Page("topic, 25 posts", full[0], full[1:]),
        Page("long topic, page 1", long["address"]),
        Page("long topic, last page", f"{long['address']}page/{long['pages']}/"),
        Page("a post's permalink", posts[-1], posts[:-1]),
        Page("feed", "/feeds/board.atom"),
    ]


def measure(board: Board, pace: Pace) -> Measured:
    pages = pages_of(board)
    with serving(board, pace.port, pace.workers) as served:
        idle = processes.memory_megabytes(served.pid)
        visitors = {"guest": Visitor(pace.port), "member": members(served)}
        pages += _search(visitors["guest"])
        queries = _queries(board, pages, visitors)
        rows: list[Row] = []
        for page in pages:
            for who, visitor in visitors.items():
                served.rest()
                found = _rows_of(page, who, visitor, served, pace)
                for row in found:
                    row.queries = queries[who, page.name]["before" if row.is_cold else "again"]
                    _say(row)
                rows += found
        return Measured(
            rows=rows,
            whole=[_whole(who, visitor, pages) for who, visitor in visitors.items()],
            idle_megabytes=idle,
            loaded_megabytes=processes.memory_megabytes(served.pid),
            limit=_limit(visitors["guest"], pages, served, pace),
        )


def _search(guest: Visitor) -> list[Page]:
    """Once the house can be searched."""
    address = "/search/?q=lander"
    return [Page("search, one word", address)] if guest.ask(address).status == 200 else []


def _rows_of(page: Page, who: str, visitor: Visitor, served: Served, pace: Pace) -> list[Row]:
    """Cold first, when there are other pages of the kind: nothing of them is in memory yet."""
    wrk = Wrk(served.pid, served.address, visitor.headers, visitor.everybodys_cookies)
    answer = visitor.ask(page.address)
    if answer.status not in {200, 301, 302}:
        raise SystemExit(f"{page.address} answers {answer.status}")
    size, rows = (len(answer.plain), len(answer.content)), []
    if page.others:
        cold = [wrk.walk(some, pace.seconds) for some in _shares(page.others, pace.runs, who)]
        rows.append(Row(page.name, f"{who}, cold", _middle(cold), *size))
    wrk.again(page.address, WARM_UP_SECONDS)
    warm = [wrk.again(page.address, pace.seconds) for _ in range(pace.runs)]
    rows.append(Row(page.name, f"{who}, warm", _middle(warm), *size))
    return rows


def _shares(paths: Sequence[str], runs: int, who: str) -> list[Sequence[str]]:
    """Other paths for each run and each kind of visitor."""
    first = 0 if who == "guest" else runs
    return [paths[place :: 2 * runs] for place in range(first, first + runs)]


def _middle(loads: list[Load]) -> Load:
    middle = statistics.median_low(load.per_second for load in loads)
    return next(load for load in loads if load.per_second == middle)


def _say(row: Row) -> None:
    load = row.load
    print(
        f"{row.page:22} {row.who:13} {load.per_second:9,.0f}/s {load.cpu:8,.0f} µs  "
        f"p50 {load.p50:7.1f}  p99 {load.p99:7.1f} ms  {row.queries} queries",
        file=sys.stderr,
        flush=True,
    )


def _queries(
    board: Board, pages: Sequence[Page], visitors: dict[str, Visitor]
) -> dict[tuple[str, str], dict[str, int]]:
    """For each kind of visitor and page: queries of a page not seen before, and seen just now."""
    keys = [(who, page.name) for who in visitors for page in pages]
    wanted: list[dict[str, Any]] = [
        {"path": page.address, "cookie": visitor.headers.get("Cookie", "")}
        for visitor in visitors.values()
        for page in pages
    ]
    said = subprocess.run(
        [board.python, str(Path(__file__).with_name("inside.py")), str(board.folder)],
        input=json.dumps(wanted), capture_output=True, text=True, check=False,
        env=board.environment,
    )  # fmt: skip
    if said.returncode:
        raise SystemExit(said.stderr)
    return dict(zip(keys, json.loads(said.stdout), strict=True))


def _whole(who: str, visitor: Visitor, pages: Sequence[Page]) -> Whole:
    answer = visitor.ask(_topic(pages))
    html = answer.plain.decode()
    sizes = {
        kind: sum(len(visitor.ask(a).content) for a in dict.fromkeys(re.findall(pattern, html)))
        for kind, pattern in FILES.items()
    }
    return Whole(who, len(answer.content), **sizes)


def _topic(pages: Sequence[Page]) -> str:
    return next(page.address for page in pages if page.name.startswith("topic"))


def _limit(guest: Visitor, pages: Sequence[Page], served: Served, pace: Pace) -> Limit | None:
    version = nginx.version()
    if version is None:
        print("nginx is not installed: the limit is not measured", file=sys.stderr)
        return None
    board, path = served.board, _topic(pages)
    answer = guest.ask(path)
    encoding = answer.headers["Content-Encoding"]
    with (
        nginx.serving(answer.content, encoding, pace.port + 1, pace.workers) as (pid, address),
        nginx.shipped(board.house, pace.port, pace.port + 2, pace.workers) as (front, before),
        empty_house.serving(
            board.python, answer.content, answer.headers, pace.port + 3, pace.workers
        ) as (bare, bare_address),
    ):
        best, house, shipped, empty = (
            Wrk(pid, address, guest.headers),
            Wrk(served.pid, served.address, guest.headers),
            Wrk(front, before, guest.headers),
            Wrk(bare, bare_address, guest.headers),
        )
        # By turns, so that what else the machine does meets both.
        turns = [
            (
                best.again(nginx.PAGE, pace.seconds),
                house.again(path, pace.seconds),
                shipped.again(path, pace.seconds),
                empty.again(path, pace.seconds),
            )
            for _ in range(LIMIT_RUNS)
        ]
    return Limit(*(_middle(list(loads)) for loads in zip(*turns, strict=True)), version)
