"""One import from the dump to the report."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from django.db import DatabaseError

from areopagus.core.clock import now
from areopagus.homecoming.pairs.finding import find_pairs
from areopagus.importers.dumps import BadDump, name_of
from areopagus.importers.fluxbb import archive, report
from areopagus.importers.fluxbb.deltas.findings import Findings
from areopagus.importers.fluxbb.deltas.remembering import note, remember_all
from areopagus.importers.fluxbb.deltas.sameness import NoDelta, insist_on_delta
from areopagus.importers.fluxbb.deltas.taking_over import take_over
from areopagus.importers.fluxbb.files import base_urls_in, prefix_in
from areopagus.importers.fluxbb.moving import NotEmpty, insist_on_empty_board, move_in
from areopagus.importers.fluxbb.moving.context import Move
from areopagus.importers.fluxbb.report.delta import delta_of
from areopagus.importers.fluxbb.staging import Staging, staged
from areopagus.importers.fluxbb.telling import told
from areopagus.importers.models import Moved
from areopagus.importers.progress import Progress

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
    """Moves the board in `source` into the board of these settings and tells what became of it.

    Into an empty one whole; into one that it moved into before only what is new or changed.
    """
    progress = Progress(out)
    try:
        _Import(source, board, out, wishes, progress).run()
    except (BadDump, NotEmpty, NoDelta) as reason:
        raise CannotImport(str(reason)) from reason
    except OSError as error:
        raise CannotImport(f"{error.filename or board}: {error.strerror}") from error
    except (DatabaseError, sqlite3.Error) as error:
        if not _is_about_space(error):
            raise
        raise CannotImport(f"{board}: there is no room left on the disk") from error
    finally:
        progress.end()


@dataclass(frozen=True, slots=True)
class _Import:
    """One run of the command."""

    source: str
    board: Path
    out: TextIO
    wishes: Wishes
    progress: Progress
    began: float = field(default_factory=time.perf_counter)

    def run(self) -> None:
        last = Moved.objects.last()
        if last is None:
            insist_on_empty_board()
        self.progress.say(f"reading {name_of(self.source)}")
        prefix, files = self.wishes.prefix, self.wishes.files
        if prefix is None and files is not None:
            prefix = prefix_in(files)
        charset = self.wishes.charset
        with (
            staged(self.source, self.board, charset=charset, prefix=prefix) as old,
            report.drafted(self.board) as draft,
        ):
            old.base_urls = self.wishes.base_urls
            if files is not None:
                old.base_urls += tuple(base_urls_in(files))
            if last is not None:
                insist_on_delta(old, last, charset)
            said = f"All of it, with examples: {self.board / report.PAGE}\n"
            findings = None if last is None else Findings()
            try:
                self._move(old, draft, last, findings)
                said += self._say_who_came_back()
            except OnlyTried:
                said = "This was only a trial: nothing was imported.\n"
            self.progress.end()
            self.out.write(told(old, self._seconds, findings) + said)

    def _move(
        self, old: Staging, draft: report.Draft, last: Moved | None, findings: Findings | None
    ) -> None:
        def finish(move: Move) -> None:
            if self.wishes.dry_run:
                raise OnlyTried
            if findings is None:
                remember_all(move)
            moved = note(move, self.source, self.wishes.charset)
            self.progress.say("reporting")
            delta = None if findings is None else delta_of(findings, moved)
            draft(old, self.source, self._seconds, delta)
            archive.write(old, self.board)

        files, progress = self.wishes.files, self.progress
        if last is None or findings is None:
            move_in(old, files, progress, finish)
        else:
            move = Move(old, now(), progress, files, edges=last.edges, is_draft=True)
            take_over(move, self.board, findings, finish)

    def _say_who_came_back(self) -> str:
        """Once all is in: a member may be somebody whose account was deleted on the old board."""
        self.progress.say("looking for who registered again")
        count = find_pairs()
        who = "1 member is" if count == 1 else f"{count:,} members are"
        return (
            f"{who} asked whether they have been here before: /administration/pairs/\n"
            if count
            else ""
        )

    @property
    def _seconds(self) -> float:
        return time.perf_counter() - self.began


def _is_about_space(error: BaseException) -> bool:
    """Django's error stands for the database's own, which says so by its number."""
    own = error.__cause__ or error
    code = getattr(own, "sqlite_errorcode", None)
    return code == sqlite3.SQLITE_FULL or getattr(own, "sqlstate", None) == POSTGRESQL_DISK_FULL
