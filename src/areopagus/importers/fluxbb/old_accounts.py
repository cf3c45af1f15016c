"""`areopagus import fluxbb-users OLDER_DUMP`: what an older dump knows of accounts that did not move in.

Evidence for whoever claims a ghost by the password of then. No account is made, changed or signed in.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TextIO

from areopagus.importers.dumps import BadDump

__all__ = ["add_arguments", "run"]

USERS = "SELECT id, username, password, salt, registered FROM users WHERE id > 1 ORDER BY id"


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


def keep_old_accounts(
    source: str, board: Path, out: TextIO, *, charset: str = "cp1252", prefix: str | None = None
) -> None:
    """Only of accounts to which a ghost may belong: nobody else's digest is kept for nothing."""
    from django.db import transaction

    from areopagus.accounts.models import User
    from areopagus.boards.models import Ghost
    from areopagus.boards.models.ghost import key_of
    from areopagus.homecoming.models import OldAccount
    from areopagus.importers.fluxbb.moving.context import moment
    from areopagus.importers.fluxbb.moving.members import wrapped
    from areopagus.importers.fluxbb.staging import staged

    here = set(User.objects.values_list("pk", "name_key"))
    lost = Ghost.objects.filter(origin__in=[Ghost.Origin.OLD_MEMBER, Ghost.Origin.UNKNOWN])
    names = set(lost.values_list("name_key", flat=True))
    numbers = set(lost.exclude(old_user_id=None).values_list("old_user_id", flat=True))
    with staged(source, board, charset=charset, prefix=prefix) as old:
        rows = [
            (row, key)
            for row in old.rows(USERS)
            for key in [key_of(row["username"] or "")]
            if (row["id"], key) not in here and (key in names or row["id"] in numbers)
        ]
        total = old.count("users")
    with ThreadPoolExecutor() as pool:
        # argon2 lets go of Python's lock, so both cores work.
        digests = list(
            pool.map(lambda it: wrapped(it[0]["password"] or "", it[0]["salt"] or ""), rows)
        )
    kept = [
        OldAccount(
            old_user_id=row["id"],
            name=(row["username"] or "")[:200],
            name_key=key,
            password=digest,
            registered_at=moment(row["registered"]),
        )
        for (row, key), (digest, is_known) in zip(rows, digests, strict=True)
        if is_known
    ]
    with transaction.atomic():
        OldAccount.objects.bulk_create(
            kept,
            200,
            update_conflicts=True,
            unique_fields=["name_key", "old_user_id"],
            update_fields=["name", "password", "registered_at"],
        )
    out.write(
        f"{total:,} accounts in the dump; {len(kept):,} of them may be ghosts here, and their "
        "password can prove it now.\nNo account was changed.\n"
    )
