"""Asks every question of the check, prints what it finds, and mends."""

from __future__ import annotations

from typing import TextIO

from areopagus.core import stamps
from areopagus.ops.check import (
    bells,
    claims,
    counters,
    database,
    ghosts,
    members,
    numbers,
    stored_html,
)
from areopagus.ops.check.facts import Fact

# References first: emptying one that leads nowhere changes what there is to count.
FACTS: tuple[Fact, ...] = (
    *database.FACTS,
    *members.FACTS,
    *numbers.FACTS,
    # Before the counters: a post may come to a ghost author.
    *ghosts.FACTS,
    *claims.FACTS,
    *counters.FACTS,
    *bells.FACTS,
    *stored_html.FACTS,
)


def examine(out: TextIO, *, repair: bool) -> int:
    """One line for each difference, then a summary. The exit code: 1 when differences are left."""
    found = {fact.name: _print(fact, out) for fact in FACTS}
    count = sum(found.values())
    if not count:
        out.write(f"No differences in {len(FACTS)} kinds of facts.\n")
        return 0
    if not repair:
        out.write(f"{_differences(count)}. Run it again with --repair to mend them.\n")
        return 1
    _mend()
    return _report_rest(count, out)


def _mend() -> None:
    for fact in FACTS:
        # Asked again, because what was mended before may have changed what there is to count.
        if fact.mend is not None and any(fact.find()):
            # The board may be running beside us.
            with stamps.everything_changing():
                fact.mend()


def _report_rest(count: int, out: TextIO) -> int:
    """Looks a second time: only what is no longer found counts as mended."""
    out.write("\n")
    left = sum(_print(fact, out, "not mended: ") for fact in FACTS)
    out.write(f"mended {max(0, count - left):,} of {_differences(count)}")
    out.write(".\n" if not left else "; a person must look at the others.\n")
    return 1 if left else 0


def _print(fact: Fact, out: TextIO, before: str = "") -> int:
    count = 0
    for line in fact.find():
        out.write(f"{before}{line}\n")
        count += 1
    return count


def _differences(count: int) -> str:
    return "1 difference" if count == 1 else f"{count:,} differences"
