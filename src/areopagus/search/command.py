"""`areopagus rebuild search`: the index anew, from all posts."""

from __future__ import annotations

import argparse
import sys
import time


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["search"], help="what to make anew")


def run(_: argparse.Namespace) -> int:
    from areopagus.search.indexing import rebuild

    begin = time.monotonic()

    def tell(done: int, total: int) -> None:
        rate = done / max(time.monotonic() - begin, 0.001)
        left = (total - done) / max(rate, 1)
        if sys.stderr.isatty():
            sys.stderr.write(
                f"\r{done:,} of {total:,} posts, {rate:,.0f} a second, {left:.0f} s left  "
            )

    count = rebuild(tell)
    sys.stdout.write(f"{count:,} posts can be found, after {time.monotonic() - begin:.1f} s.\n")
    return 0
