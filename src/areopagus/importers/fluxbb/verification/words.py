"""Words to censor: each row of FluxBB's table against the lines of our list."""

from __future__ import annotations

from collections import Counter

from areopagus.boards.options import WORDS
from areopagus.importers.fluxbb.verification.boards import Boards
from areopagus.importers.fluxbb.verification.tally import Tally

MOST_ENTRIES, MOST_ASTERISKS = 1_000, 3


def compare_words(boards: Boards, tally: Tally) -> None:
    here = Counter(map(str.strip, WORDS.get().splitlines()))
    is_on = boards.old.config.get("o_censoring") == "1"
    found = 0
    for row in boards.old.rows("SELECT * FROM censoring ORDER BY id"):
        wanted, shown = (
            " ".join(boards.old.meant(f"censoring.{column}", row[column] or "").split())
            for column in ("search_for", "replace_with")
        )
        line = f"{wanted} = {shown}".strip()
        if not is_on:
            tally.left_out("censoring", "words were not censored")
        elif here[line]:
            here[line] -= 1
            found += 1
            tally.row("censoring", (), [])
        elif not _can_be_looked_for(wanted) or found == MOST_ENTRIES:
            tally.left_out("censoring", "nothing this board could look for")
        elif boards.since.has_deltas:
            tally.left_out("censoring", "taken away on this board")
        else:
            tally.missing("censoring", f"censoring {row['id']}")
    lost = boards.old.lost("censoring")
    tally.left_out("censoring", "its key stood twice, or it had none: the first row counts", lost)


def _can_be_looked_for(wanted: str) -> bool:
    """What our list refuses: too many asterisks, nothing but these, a sign that divides its lines."""
    bare = wanted.replace("*", "").strip()
    is_unspaced = any("\u3040" <= letter <= "\ufaff" for letter in bare)
    has_use = not (is_unspaced and ("*" in wanted.strip("*") or " " in wanted))
    return bool(bare) and wanted.count("*") <= MOST_ASTERISKS and " = " not in wanted and has_use
