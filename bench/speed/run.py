"""How fast the board is: `python bench/speed/run.py --quick`, or without it for the whole.

Makes boards of any size, serves them as `./areopagus serve` does, asks for their pages with wrk, and
prints tables: see bench/README.md for what each figure means. Boards are kept in --folder and used
again. Needs wrk; with nginx the limit is measured in the same run.
"""

from __future__ import annotations

import argparse
import os
import platform
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import connections
import crawl
import growth
import nginx
import pages
import performance_page
import replies
import startup
import storm
import tables
from databases import own_database
from house import Board, generated
from load import Pace, insist_on_wrk
from results import OneBoard, Results

REPOSITORY = Path(__file__).resolve().parents[2]
PARTS = ("pages", "connections", "replies", "start", "growth", "storm", "crawl")
SMALL, LARGE, VERY_LARGE = 50_000, 1_000_000, 10_000_000


def main() -> None:
    said = _said()
    insist_on_wrk()
    is_brief = said.quick or said.brief
    pace = Pace(said.port, said.workers, seconds=2 if is_brief else 5, runs=1 if is_brief else 3)
    results = Results(
        machine=_machine(),
        processors=os.cpu_count() or 1,
        versions=_versions(said.house),
        date=f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        command=shlex.join(["bench/speed/run.py", *sys.argv[1:]]),
        workers=said.workers,
        load_before=os.getloadavg()[0],
    )
    for address in _databases(said):
        with _board(said, said.posts, address) as board:
            results.boards.append(_measured(board, said.parts, pace))
    _measure_growth_and_attacks(results, said, pace)
    print(tables.circumstances(results), tables.as_markdown(results), sep="\n\n")
    if said.write_docs:
        performance_page.write(results, said.house / "docs")


def _measure_growth_and_attacks(results: Results, said: argparse.Namespace, pace: Pace) -> None:
    def board(posts: int) -> Board:
        return generated(said.house, said.folder / f"{posts}", posts, None)

    large = SMALL if said.quick else LARGE
    if "growth" in said.parts:
        sizes = {SMALL, large} | ({VERY_LARGE} if said.very_large else set())
        results.growth = growth.measure([board(posts) for posts in sorted(sizes)], pace)
    if "storm" in said.parts:
        for address in _databases(said):
            with _board(said, large, address) as stormed:
                results.storms.append(storm.measure(stormed, pace, 8 if said.quick else 60))
    if "crawl" in said.parts:
        results.crawl = crawl.measure(board(large), pace, 0.2 if said.quick else said.crawl_minutes)


def _said() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="about three minutes, one short run of each"
    )
    parser.add_argument(
        "--brief", action="store_true", help="short runs as in --quick, but of large boards too"
    )
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--posts", type=int, default=SMALL, help="posts of the board (%(default)s)")
    parser.add_argument(
        "--database", help="measure in PostgreSQL too: the address of any database there"
    )
    parser.add_argument(
        "--port", type=int, default=8130, help="this one and the next three are used"
    )
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()) / "areopagus-speed"
    )
    parser.add_argument(
        "--house", type=Path, default=REPOSITORY, help="another version of the house to measure"
    )
    parser.add_argument(
        "--very-large",
        action="store_true",
        help="growth on ten million posts too: 19 GB, made in a quarter of an hour",
    )
    parser.add_argument("--crawl-minutes", type=float, default=5)
    parser.add_argument(
        "--write-docs", action="store_true", help="write docs/performance.md and its picture"
    )
    return parser.parse_args()


def _databases(said: argparse.Namespace) -> tuple[str | None, ...]:
    """Where boards are measured; None stands for SQLite."""
    return (None, said.database) if said.database else (None,)


@contextmanager
def _board(said: argparse.Namespace, posts: int, address: str | None) -> Iterator[Board]:
    """A generated board; one in SQLite is kept for the next run, one in PostgreSQL is not."""
    if address is None:
        yield generated(said.house, said.folder / f"{posts}", posts, None)
        return
    folder = said.folder / f"{posts}-postgresql"
    with own_database(address, f"areopagus_speed_{posts}") as own:
        shutil.rmtree(folder, ignore_errors=True)
        yield generated(said.house, folder, posts, own)


def _measured(board: Board, parts: Collection[str], pace: Pace) -> OneBoard:
    one = OneBoard(board.engine, board.places["posts"])
    if "pages" in parts:
        one.pages = pages.measure(board, pace)
    if "connections" in parts:
        one.crowds = connections.measure(board, pace)
    if "replies" in parts:
        one.replies = replies.measure(board, pace)
    if "start" in parts:
        one.start_up = startup.measure(board, pace)
    return one


def _machine() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "?"
    )
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 1024**2
    return f"{os.cpu_count()} processors ({model}), {memory:.0f} GB, {platform.system()} {platform.release()}"


def _versions(house: Path) -> str:
    said = subprocess.run(
        [str(house / "areopagus"), "--version"], capture_output=True, text=True, check=True
    ).stdout.strip()
    commit = subprocess.run(
        ["git", "-C", str(house), "rev-parse", "--short", "HEAD"],  # noqa: S607
        capture_output=True, text=True, check=False,
    ).stdout.strip()  # fmt: skip
    limit = f", nginx {nginx.version()}" if nginx.version() else ""
    return f"{said} ({commit}), Python {platform.python_version()}{limit}"


if __name__ == "__main__":
    main()
