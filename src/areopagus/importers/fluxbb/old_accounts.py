"""`areopagus import fluxbb-users OLDER_DUMP`: what an older dump knows of accounts that did not move in.

Evidence for whoever claims a ghost by the password of then. No account is made, changed or signed in.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys

from areopagus.importers.dumps import BadDump

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", help="an older dump of the same board, as for areopagus import")
    parser.add_argument(
        "--charset",
        default="cp1252",
        help="character set of old texts that are not UTF-8 (cp1252); the same as for the import",
    )
    parser.add_argument("--prefix", help="what the names of the tables begin with; found by itself")


def run(options: argparse.Namespace) -> int:
    """0: what could be found is kept; 1: the source cannot be read, and nothing was changed."""
    from areopagus.importers.fluxbb.keeping_old_accounts import keep_old_accounts

    try:
        keep_old_accounts(
            options.source,
            options.board,
            sys.stdout,
            charset=options.charset,
            prefix=options.prefix,
        )
    except (BadDump, LookupError, OSError, sqlite3.Error) as reason:
        sys.stderr.write(f"areopagus: {reason}\nNothing was kept; the board is as it was.\n")
        return 1
    return 0
