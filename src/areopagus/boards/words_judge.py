"""Judging by the board's list of words: some hold a text back, refuse it or call the moderators."""

from __future__ import annotations

from areopagus.boards.judging import Judgement, Outcome, Writing, judge
from areopagus.boards.words import word_list

REASONS = {
    Outcome.HOLD: "Some words in it are on this board's list, so a moderator looks at it first.",
    Outcome.REFUSE: "The word “{}” may not be written here.",
    Outcome.FLAG: "",
}


@judge("words")
def by_words(writing: Writing) -> Judgement | None:
    """The strongest of what is found."""
    found = [
        (word, entry)
        for word, entry in word_list().found_in(
            f"{writing.title}\n{writing.made.text}\n{writing.source}"
        )
        if entry.outcome > Outcome.PASS
    ]
    if not found:
        return None
    word, strongest = max(found, key=lambda one: one[1].outcome)
    evidence = tuple(
        f"“{word}” is on the list of words ({entry.pattern})." for word, entry in found
    )
    return Judgement(strongest.outcome, "words", REASONS[strongest.outcome].format(word), evidence)
