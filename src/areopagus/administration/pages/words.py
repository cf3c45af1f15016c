"""What a text holds of the board's list of words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from areopagus.accounts.actors import Actor
from areopagus.administration import permissions
from areopagus.boards.words import Entry, word_list


@dataclass(frozen=True, slots=True)
class WordsPage:
    """`found` is what stands in the text and the entry it is found by; `shown` the text with what is shown instead."""

    text: str
    entries: int
    found: Sequence[tuple[str, Entry]]
    shown: str


def words_page(actor: Actor, text: str) -> WordsPage:
    permissions.insist_on_administrator(actor)
    words = word_list()
    return WordsPage(text, len(words.entries), words.found_in(text), words.censored(text))
