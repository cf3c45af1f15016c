"""A few words around what was found, with the words that were asked for marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from areopagus.search.analyser import Word, all_tokens, each_word
from areopagus.search.query import Term

LENGTH = 220
BEFORE = 60


class Piece(NamedTuple):
    text: str
    is_marked: bool


def marked(text: str, terms: Sequence[Term], *, whole: bool = False) -> list[Piece]:
    """The part of `text` where the first of the words stands, or all of it."""
    asked = {token for term in terms for word in term.words for token in all_tokens(word)}
    hits: list[Word] = []
    for word in each_word(text):
        if hits and not whole and word.start > hits[0].start + LENGTH:
            break
        if not asked.isdisjoint(all_tokens(word.text)):
            hits.append(word)
    start, end = (0, len(text)) if whole else _window(text, hits)
    return list(_pieces(text, hits, start, end))


def _window(text: str, hits: Sequence[Word]) -> tuple[int, int]:
    start = max(0, hits[0].start - BEFORE) if hits else 0
    if start:
        # From the beginning of a word, where there are spaces.
        start = max(text.find(" ", start, hits[0].start) + 1, start)
    return start, min(len(text), start + LENGTH)


def _pieces(text: str, hits: Sequence[Word], start: int, end: int) -> Iterator[Piece]:
    if start:
        yield Piece("…", is_marked=False)
    at = start
    for hit in hits:
        if hit.start < at or hit.end > end:
            continue
        if hit.start > at:
            yield Piece(text[at : hit.start], is_marked=False)
        yield Piece(text[hit.start : hit.end], is_marked=True)
        at = hit.end
    yield Piece(text[at:end] + ("…" if end < len(text) else ""), is_marked=False)
