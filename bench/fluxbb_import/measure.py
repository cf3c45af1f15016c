"""How long an import takes, stage by stage: `python bench/fluxbb_import/measure.py DUMP [ADDRESS OF A POSTGRESQL DATABASE]`.

The board goes into a temporary folder. What is between two lines of the progress belongs to the
stage of the first.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from areopagus.ops import folder
from areopagus.ops.command import _open_board


class Clock:
    """Stands in for the terminal: notes when each stage says something for the first time."""

    def __init__(self) -> None:
        self.stage, self.since = "opening", time.perf_counter()
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def say(self, what: str, done: int | None = None, total: int | None = None) -> None:  # noqa: ARG002
        moment = time.perf_counter()
        self.seconds[self.stage] += moment - self.since
        self.stage, self.since = what, moment

    def end(self) -> None:
        self.say(self.stage)


def main(dump: Path, database: str | None) -> None:
    if database:
        os.environ["AREOPAGUS_DATABASE"] = database
    with tempfile.TemporaryDirectory() as place:
        board = Path(place) / "board"
        folder.make(board)
        _open_board(board)
        from areopagus.importers.fluxbb import moving
        from areopagus.importers.fluxbb.deltas.remembering import remember_all
        from areopagus.importers.fluxbb.staging import staged

        clock = Clock()
        clock.say("reading")
        with staged(dump, board) as old:
            moving.move_in(old, None, clock, remember_all)  # type: ignore[arg-type]
            clock.end()
        posts = old.ledger.tables["posts"].imported
    whole = sum(clock.seconds.values())
    for stage, seconds in sorted(clock.seconds.items(), key=lambda spent: -spent[1]):
        print(f"{stage:<20}{seconds:>9.1f} s{seconds / whole:>7.0%}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{posts:,} posts in {whole:.1f} s: {posts / whole:,.0f} posts/s; peak {peak} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
