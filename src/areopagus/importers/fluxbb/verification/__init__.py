"""`areopagus verify fluxbb SOURCE`: the old board held against this one, row by row.

It works out from the source alone what must stand here. Staging and moving are on purpose not used, so
that a fault in them is found here.
"""

from __future__ import annotations

import argparse
import sys

__all__ = ["add_arguments", "run"]

SAME, DIFFERENT, NOT_COMPARED, INTERRUPTED = 0, 1, 2, 130


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", help="the old board, as for areopagus import")
    parser.add_argument(
        "--charset",
        default="cp1252",
        help="character set of old texts that are not UTF-8 (cp1252); the same as for the import",
    )
    parser.add_argument("--prefix", help="what the names of the tables begin with; found by itself")


def run(options: argparse.Namespace) -> int:
    """0: nothing is unexplained; 1: something is; 2: the source cannot be read. Changes nothing."""
    from areopagus.importers.fluxbb.verification.verifying import CannotVerify, verify

    try:
        is_same = verify(
            options.source,
            options.board,
            sys.stdout,
            charset=options.charset,
            prefix=options.prefix,
        )
    except CannotVerify as reason:
        sys.stderr.write(f"areopagus: {reason}\n")
        return NOT_COMPARED
    except KeyboardInterrupt:
        sys.stderr.write("\nareopagus: interrupted. Nothing was changed.\n")
        return INTERRUPTED
    return SAME if is_same else DIFFERENT
