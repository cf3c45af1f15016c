"""`areopagus upkeep`: a round that administrators can begin in the browser, here and now."""

from __future__ import annotations

import argparse
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "work",
        choices=("count", "render", "index"),
        help="count posts, topics and members anew; or render posts and signatures anew; or make the index of the search anew",
    )
    parser.add_argument(
        "--all", action="store_true", help="render also what this version has rendered before"
    )


def run(options: argparse.Namespace) -> int:
    from areopagus.core.clock import now
    from areopagus.upkeep import going
    from areopagus.upkeep.models import Round

    one = Round.objects.filter(kind=options.work, finished_at=None, stopped_at=None).first()
    if one is None:
        one = Round(kind=options.work, is_whole=options.all, begun_at=now())
        one.begun_by_name, one.total_count = "The command line", going.total_of(one)
        one.save()
    else:
        sys.stdout.write(f"One is under way, begun by {one.begun_by_name}; it is helped along.\n")
    while going.go_on(one.pk):
        one.refresh_from_db()
        sys.stdout.write(f"\r{one.shown_done:,} of {one.total_count:,}")
        sys.stdout.flush()
    one.refresh_from_db()
    sys.stdout.write(f"\r{one.done_count:,} looked at, {one.mended_count:,} put right.\n")
    return 0
