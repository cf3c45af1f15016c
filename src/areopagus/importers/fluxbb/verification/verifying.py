"""One comparison, from the dump to the table of what was found."""

from __future__ import annotations

import codecs
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import TextIO

from areopagus.core.remembered import Remembered
from areopagus.importers.dumps import BadDump, name_of
from areopagus.importers.fluxbb.verification import columns
from areopagus.importers.fluxbb.verification.access import compare_access, compare_moderators
from areopagus.importers.fluxbb.verification.archive import compare_archive
from areopagus.importers.fluxbb.verification.bans import compare_bans
from areopagus.importers.fluxbb.verification.boards import Boards, both
from areopagus.importers.fluxbb.verification.ghosts import compare_ghosts
from areopagus.importers.fluxbb.verification.groups import compare_groups
from areopagus.importers.fluxbb.verification.members import compare_members
from areopagus.importers.fluxbb.verification.old_board import read_old_board
from areopagus.importers.fluxbb.verification.passwords import compare_some_passwords
from areopagus.importers.fluxbb.verification.places import compare_categories, compare_forums
from areopagus.importers.fluxbb.verification.posts import compare_posts
from areopagus.importers.fluxbb.verification.ranks import compare_ranks
from areopagus.importers.fluxbb.verification.reports import compare_reports
from areopagus.importers.fluxbb.verification.subscriptions import compare_subscriptions
from areopagus.importers.fluxbb.verification.tally import Tally
from areopagus.importers.fluxbb.verification.topics import compare_topics
from areopagus.importers.fluxbb.verification.words import compare_words
from areopagus.importers.fluxbb.verification.workplace import workplace
from areopagus.importers.progress import Progress


class CannotVerify(Exception):
    """One line for the person who typed the command."""


def verify(source: str, board: Path, out: TextIO, *, charset: str, prefix: str | None) -> bool:
    """Whether nothing is unexplained. Tells what was compared; changes nothing on either side."""
    _insist_on_charset(charset)
    begin = time.perf_counter()
    progress, tally = Progress(out), Tally()
    try:
        with workplace(board) as place, closing(sqlite3.connect(place / "dump.sqlite3")) as db:
            old = read_old_board(
                source,
                db,
                charset=charset,
                prefix=prefix,
                said=lambda rows: progress.say(f"reading {name_of(source)}", rows),
            )
            boards = both(old, board, progress)
            _compare(boards, tally)
            progress.end()
            out.write("\n".join(_told(boards, tally, time.perf_counter() - begin)) + "\n")
    except BadDump as reason:
        raise CannotVerify(str(reason)) from reason
    except OSError as error:
        raise CannotVerify(f"{error.filename or board}: {error.strerror}") from error
    except sqlite3.OperationalError as error:
        raise CannotVerify(f"the temporary file in {board} cannot be written: {error}") from error
    finally:
        progress.end()
    return tally.is_same


def _insist_on_charset(name: str) -> None:
    try:
        codecs.lookup(name)
    except LookupError as error:
        raise CannotVerify(f"{name!r} is no character set; cp1251 and koi8-r are some.") from error


def _compare(boards: Boards, tally: Tally) -> None:
    # Another process may have changed what this one remembers of the forums.
    Remembered.forget_everything()
    compare_groups(boards, tally)
    compare_members(boards, tally)
    compare_some_passwords(boards, tally)
    compare_categories(boards, tally)
    compare_forums(boards, tally)
    compare_access(boards, tally)
    compare_moderators(boards, tally)
    standing = compare_posts(boards, tally)
    compare_ghosts(boards, tally)
    compare_topics(boards, tally, standing)
    compare_subscriptions(boards, tally)
    compare_reports(boards, tally)
    compare_bans(boards, tally)
    compare_ranks(boards, tally)
    compare_words(boards, tally)
    compare_archive(boards, tally)


def _told(boards: Boards, tally: Tally, seconds: float) -> list[str]:
    old = boards.old
    rows = old.read.total() + old.others.total()
    return [
        f"FluxBB {old.config.get('o_cur_version', '')}: {rows:,} rows in {seconds:.1f} s.",
        "",
        *tally.told(),
        *_not_compared(boards),
        *_cleaned(boards),
        "",
        "Nothing is unexplained." if tally.is_same else "Something is not explained.",
    ]


def _not_compared(boards: Boards) -> list[str]:
    old = boards.old
    rows = {table: old.read[table] for table in columns.NOT_COMPARED if old.read[table]}
    rows |= {table: count for table, count in sorted(old.others.items()) if count}
    if not rows:
        return []
    lines = [
        f"  {count:,} × {table}: {columns.NOT_COMPARED.get(table, 'not a table of FluxBB itself')}"
        for table, count in rows.items()
    ]
    return ["", "Not compared:", *lines]


def _cleaned(boards: Boards) -> list[str]:
    cleaned = boards.old.decoder.cleaned
    if not cleaned:
        return []
    lines = [f"  {count:,} × {column}" for column, count in sorted(cleaned.items())]
    return ["", "Compared without the control characters they held:", *lines]
