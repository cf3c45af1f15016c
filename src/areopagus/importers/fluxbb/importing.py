"""One import from the dump to the report."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from django.db import DatabaseError

from areopagus.importers.dumps import BadDump, name_of
from areopagus.importers.fluxbb import archive, report
from areopagus.importers.fluxbb.files import base_urls_in, prefix_in
from areopagus.importers.fluxbb.moving import NotEmpty, insist_on_empty_board, move_in
from areopagus.importers.fluxbb.staging import Staging, staged
from areopagus.importers.ledger import Ledger
from areopagus.importers.progress import Progress

SHOWN_EXAMPLES = 3
POSTGRESQL_DISK_FULL = "53100"


class CannotImport(Exception):
    """One line for the person who typed the command. Nothing has been changed."""


class OnlyTried(Exception):
    """All went well, and is taken back."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """`charset` is of texts that are not UTF-8; `files` the folder FluxBB was installed in; `dry_run`
    does everything, then takes it back; `base_urls` are where the old board could be reached besides
    where it says itself.
    """

    charset: str = "cp1252"
    prefix: str | None = None
    files: Path | None = None
    dry_run: bool = False
    base_urls: tuple[str, ...] = ()


def import_board(source: str, board: Path, out: TextIO, wishes: Wishes) -> None:
    """Moves the board in `source` into the empty board of these settings and tells what became of it."""
    begin = time.perf_counter()
    progress = Progress(out)
    try:
        insist_on_empty_board()
        progress.say(f"reading {name_of(source)}")
        prefix = wishes.prefix
        if prefix is None and wishes.files is not None:
            prefix = prefix_in(wishes.files)
        with (
            staged(source, board, charset=wishes.charset, prefix=prefix) as old,
            report.drafted(board) as draft,
        ):
            old.base_urls = wishes.base_urls
            if wishes.files is not None:
                old.base_urls += tuple(base_urls_in(wishes.files))
            said = f"All of it, with examples: {board / report.PAGE}\n"

            def finish() -> None:
                progress.say("reporting")
                draft(old, source, time.perf_counter() - begin)
                archive.write(old, board)

            try:
                move_in(old, wishes.files, progress, _take_back if wishes.dry_run else finish)
            except OnlyTried:
                said = "This was only a trial: nothing was imported.\n"
            progress.end()
            out.write(_told(old, time.perf_counter() - begin) + said)
    except (BadDump, NotEmpty) as reason:
        raise CannotImport(str(reason)) from reason
    except OSError as error:
        raise CannotImport(f"{error.filename or board}: {error.strerror}") from error
    except (DatabaseError, sqlite3.Error) as error:
        if not _is_about_space(error):
            raise
        raise CannotImport(f"{board}: there is no room left on the disk") from error
    finally:
        progress.end()


def _is_about_space(error: BaseException) -> bool:
    """Django's error stands for the database's own, which says so by its number."""
    own = error.__cause__ or error
    code = getattr(own, "sqlite_errorcode", None)
    return code == sqlite3.SQLITE_FULL or getattr(own, "sqlstate", None) == POSTGRESQL_DISK_FULL


def _take_back() -> None:
    raise OnlyTried


def _told(old: Staging, seconds: float) -> str:
    posts = old.ledger.tables["posts"].imported
    return "\n".join(
        (
            f"FluxBB {old.version}: {posts:,} posts in {seconds:.1f} s.",
            "",
            *_sums(old.ledger),
            "",
            *_changes(old.ledger),
            f"Texts by character set: {_charsets(old)}.",
            "Every row is accounted for."
            if old.ledger.is_right
            else "SOME ROWS ARE NOT ACCOUNTED FOR: this is a fault, please report it.",
            "",
        )
    )


def _sums(ledger: Ledger) -> list[str]:
    lines = [f"{'table':<22}{'rows':>10}{'imported':>10}  left out"]
    for table, entry in ledger.sums():
        reasons = "; ".join(f"{n:,} {why}" for why, n in entry.left_out.most_common())
        lines.append(f"{table:<22}{entry.read:>10,}{entry.imported:>10,}  {reasons}".rstrip())
    return lines


def _changes(ledger: Ledger) -> list[str]:
    if not ledger.changed:
        return []
    lines = ["Came over, but not as it was:"]
    for what, times in ledger.changed.most_common():
        examples = ", ".join(repr(one) for one in ledger.examples[what][:SHOWN_EXAMPLES])
        lines.append(f"  {times:,} × {what}" + (f": {examples}" if examples else ""))
    return [*lines, ""]


def _charsets(old: Staging) -> str:
    return ", ".join(f"{n:,} {name}" for name, n in old.decoder.counted.most_common()) or "none"
