"""`areopagus check-links LOG…`: does every address that people really follow lead somewhere?

Reads logs of web servers (combined format), asks the board as a guest for each distinct old address
once, in this process, and tells what is answered and what is not.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "logs",
        nargs="+",
        type=Path,
        metavar="ACCESS_LOG",
        help="a log of the old board's web server in combined format, also .gz",
    )
    parser.add_argument(
        "--list",
        type=_count,
        default=50,
        metavar="N",
        help="how many addresses to list of each sort that is not answered (50)",
    )


def run(options: argparse.Namespace) -> int:
    """0: nothing that the old board answered is lost here; 1: something is, or nothing was asked."""
    from areopagus.importers.access_logs.checking import CannotCheck, check

    try:
        return check(options.logs, sys.stdout, sys.stderr, listed=options.list)
    except CannotCheck as reason:
        sys.stderr.write(f"areopagus: {reason}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nareopagus: interrupted.\n")
        return 130


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number
