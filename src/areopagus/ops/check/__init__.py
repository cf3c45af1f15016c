"""`areopagus check`: whether what the board has counted, numbered and rendered is still true.

It works the facts out anew with its own SQL, on purpose not with the code that keeps them, so that a
fault in one is found by the other. Each question is one statement that returns only what is wrong:
it sees one moment of a running board, and its memory does not grow with the board.
"""

from __future__ import annotations

import argparse
import sys

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--repair", action="store_true", help="mend what can be mended without guessing"
    )


def run(options: argparse.Namespace) -> int:
    """Prints one line for each difference. 0: none, or all of them mended; 1: some are left."""
    from areopagus.ops.check.examination import examine

    return examine(sys.stdout, repair=options.repair)
