"""What an import did: `import-report.html` for people, `import-report.json` for programs.

Asks the staged old board and the new one, inside the import's transaction; changes neither.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from areopagus.importers.fluxbb.report import people, samples, sums, texts, writing
from areopagus.importers.fluxbb.report.advice import next_steps
from areopagus.importers.fluxbb.report.delta_facts import Delta
from areopagus.importers.fluxbb.report.facts import Report
from areopagus.importers.fluxbb.staging import Staging

__all__ = ["PAGE", "Draft", "drafted"]

PAGE = writing.PAGE


class Draft(Protocol):
    def __call__(
        self, old: Staging, source: str, seconds: float, delta: Delta | None = None
    ) -> None: ...


@contextmanager
def drafted(board: Path) -> Iterator[Draft]:
    """Gives what drafts the report. It stands in the board's folder when the block has ended well."""
    with tempfile.TemporaryDirectory(prefix=".import-report-", dir=board) as place:
        folder = Path(place)

        def draft(old: Staging, source: str, seconds: float, delta: Delta | None = None) -> None:
            writing.write(gathered(old, board, source, seconds, delta), folder)

        yield draft
        if any(folder.iterdir()):
            writing.put_aside(board)
        for file in folder.iterdir():
            file.replace(board / file.name)


def gathered(
    old: Staging, board: Path, source: str, seconds: float, delta: Delta | None = None
) -> Report:
    origin = sums.origin(old, source, seconds)
    charsets = sums.charsets(old.decoder)
    duplicates, ghosts = people.duplicates(), people.ghosts(old)
    links, tags = texts.look(old)
    pictures = sums.pictures(old)
    return Report(
        origin=origin,
        tables=sums.tables(old.ledger),
        years=sums.years(old),
        changes=sums.changes(old.ledger),
        columns_left=sums.columns_left(old),
        charsets=charsets,
        duplicates=duplicates,
        ghosts=ghosts,
        links=links,
        pictures=pictures,
        unknown_tags=tags,
        counters=samples.counters(old),
        ten_posts=samples.ten_posts(old),
        next_steps=next_steps(
            board,
            origin=origin,
            charsets=charsets,
            duplicates=duplicates,
            ghosts=ghosts,
            links=links,
            tags=tags,
            pictures=pictures,
        ),
        delta=delta,
    )
