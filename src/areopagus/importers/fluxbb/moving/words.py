"""FluxBB's words to censor become lines of our list, where they were shown otherwise at all."""

from __future__ import annotations

from areopagus.boards import words
from areopagus.boards.options import WORDS
from areopagus.boards.tasks import show_words_anew
from areopagus.importers.fluxbb.moving.context import Move

UNREADABLE = "nothing this board could look for; kept in import-archive"


def move_words(move: Move) -> None:
    """FluxBB puts its words in when it shows a post; here posts are kept as they are shown."""
    is_on = move.old.config.get("o_censoring") == "1"
    lines: list[str] = []
    for row in move.old.rows("SELECT * FROM censoring ORDER BY id"):
        line = words.written(row["search_for"] or "", row["replace_with"] or "")
        if not is_on:
            move.ledger.left_out(
                "censoring", "words were not censored; they are kept in import-archive"
            )
        elif not line or len(lines) == words.MOST_ENTRIES:
            move.ledger.left_out("censoring", UNREADABLE)
        else:
            lines.append(line)
            move.ledger.imported("censoring")
    WORDS.set("\n".join(lines))
    if lines and not move.is_draft:
        show_words_anew.enqueue([WORDS.get()])
