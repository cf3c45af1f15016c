"""Accounts of an older dump, kept as evidence where a ghost may be theirs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TextIO

from django.db import transaction

from areopagus.accounts.models import User
from areopagus.boards.models import Ghost
from areopagus.boards.models.ghost import key_of
from areopagus.homecoming.models import OldAccount
from areopagus.importers.fluxbb.moving.context import moment
from areopagus.importers.fluxbb.moving.members import wrapped
from areopagus.importers.fluxbb.staging import Staging, staged

USERS = "SELECT id, username, password, salt, registered, url FROM users WHERE id > 1 ORDER BY id"

# Longer ones are kept by no old board.
LONGEST_PAGE = 200


def keep_old_accounts(
    source: str, board: Path, out: TextIO, *, charset: str = "cp1252", prefix: str | None = None
) -> None:
    """Only of accounts to which a ghost may belong: nobody else's digest is kept for nothing."""
    with staged(source, board, charset=charset, prefix=prefix) as old:
        rows, total = list(_lost(old)), old.count("users")
    with ThreadPoolExecutor() as pool:
        # argon2 lets go of Python's lock, so both cores work.
        kept = [account for account in pool.map(_account, rows) if account is not None]
    with transaction.atomic():
        OldAccount.objects.bulk_create(
            kept,
            200,
            update_conflicts=True,
            unique_fields=["name_key", "old_user_id"],
            update_fields=["name", "password", "registered_at", "website"],
        )
    out.write(
        f"{total:,} accounts in the dump; {len(kept):,} of them may be ghosts here, and their "
        "password can prove it now.\nNo account was changed.\n"
    )


def _lost(old: Staging) -> Iterator[sqlite3.Row]:
    """Accounts that are not here, and whose number or name a ghost has."""
    here = set(User.objects.values_list("pk", "name_key"))
    ghosts = Ghost.objects.filter(origin__in=[Ghost.Origin.OLD_MEMBER, Ghost.Origin.UNKNOWN])
    names = set(ghosts.values_list("name_key", flat=True))
    numbers = set(ghosts.exclude(old_user_id=None).values_list("old_user_id", flat=True))
    for row in old.rows(USERS):
        key = key_of(row["username"] or "")
        if (row["id"], key) not in here and (key in names or row["id"] in numbers):
            yield row


def _account(row: sqlite3.Row) -> OldAccount | None:
    """None where there is neither a page nor a digest of a known kind, and so nothing to prove anything by."""
    digest, is_known = wrapped(row["password"] or "", row["salt"] or "")
    website = (row["url"] or "").strip()
    if not is_known and not website:
        return None
    name = row["username"] or ""
    return OldAccount(
        old_user_id=row["id"],
        name=name[:200],
        name_key=key_of(name),
        password=digest if is_known else "",
        website=website if len(website) <= LONGEST_PAGE else "",
        registered_at=moment(row["registered"]),
    )
