"""From logs to the report: what is answered, what is not, and whether that is right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from areopagus.boards import options
from areopagus.importers.access_logs.asking import Guest
from areopagus.importers.access_logs.outcomes import Outcome, outcome_of
from areopagus.importers.access_logs.telling import Findings, report
from areopagus.importers.access_logs.wanted import Tallied, tallied
from areopagus.importers.fluxbb import logged
from areopagus.importers.progress import Progress


class CannotCheck(Exception):
    """One line for the person who typed the command."""


def check(logs: Sequence[Path], out: TextIO, beside: TextIO, *, listed: int) -> int:
    """Writes the report to `out`, how far it is to `beside`. 0 when nothing is lost, else 1."""
    if options.MAINTENANCE.get():
        raise CannotCheck("the board is closed for maintenance, so that guests see nothing else")
    progress = Progress(beside)
    try:
        with tallied(logged.is_old) as wanted:
            _read(wanted, logs, progress)
            if not wanted.distinct:
                raise CannotCheck("there is no address of the old board in these logs")
            findings = _ask(wanted, progress, listed)
            progress.end()
            out.write(report(findings, wanted.counts, wanted.damaged))
    finally:
        progress.end()
    return 1 if findings.of(Outcome.LOST) or findings.of(Outcome.FAILED) else 0


def _read(wanted: Tallied, logs: Sequence[Path], progress: Progress) -> None:
    for path in logs:
        try:
            wanted.read(path, lambda lines: progress.say("reading", lines))
        except OSError as error:
            raise CannotCheck(f"{path}: {error.strerror}") from error
    progress.say("reading", wanted.counts.lines)


def _ask(wanted: Tallied, progress: Progress, listed: int) -> Findings:
    guest, findings, total = Guest(), Findings(listed), wanted.distinct
    for done, one in enumerate(wanted.most_wanted_first(), 1):
        steps, end = guest.ask(one.address)
        findings.add(one, steps, outcome_of(one, steps, end))
        progress.say("asking", done, total)
    return findings
