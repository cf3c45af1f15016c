"""From text to tokens: the same for what is written and for what is asked, on both databases.

NFKC, case folded, ё as е; Latin and Cyrillic words stemmed and without accents; Chinese, Japanese and
Korean one token a character, so that words are found without spaces between them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from areopagus.search.languages import LANGUAGES, RUSSIAN, language_of, stem

# Longer ones are no words, and would make the index large.
LONGEST_WORD = 60
_WORD = re.compile(
    r"(?P<ideographs>[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]+)"
    r"|(?P<number>\d+)"
    r"|(?P<word>[^\W\d_\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]+)"
)
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[a-z\u00c0-\u024f]")


class Word(NamedTuple):
    """A word in lower case as it stands in a text, from `start` to `end`; one character of Chinese."""

    text: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    return list(each_word(text))


def each_word(text: str) -> Iterator[Word]:
    """`start` and `end` are places in `text` itself where folding has left its length as it was."""
    for found in _WORD.finditer(fold(text)):
        start, end = found.span()
        if found.lastgroup == "ideographs":
            for at, character in enumerate(found[0], start):
                yield Word(character, at, at + 1)
        else:
            yield Word(found[0][:LONGEST_WORD], start, min(end, start + LONGEST_WORD))


def tokens(text: str, language: str | None = None) -> list[str]:
    """What is kept in the index, in order. The language is found out unless it is said."""
    found = [word.text for word in words_of(text)]
    language = language or language_of(found)
    return [token_of(word, language) for word in found]


@lru_cache(maxsize=50_000)
def all_tokens(word: str) -> Sequence[str]:
    """What one asked-for word may have become, in whatever language it was written."""
    return tuple(dict.fromkeys(token_of(word, language) for language in LANGUAGES))


def fold(text: str) -> str:
    """Full-width forms, case and ё. One character for one wherever that is possible."""
    return "".join(map(_folded, text)) if not text.isascii() else text.lower()


@lru_cache(maxsize=400_000)
def token_of(word: str, language: str) -> str:
    if _CYRILLIC.match(word):
        return stem(word, RUSSIAN)
    if _LATIN.match(word):
        return _plain(stem(word, language))
    return _plain(word)


@lru_cache(maxsize=20_000)
def _folded(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character).casefold().replace("ё", "е")
    # "ß" is one letter, and so it stays where places are counted.
    return character.lower() if len(folded) != 1 else folded


def _plain(word: str) -> str:
    """Without accents."""
    if word.isascii():
        return word
    word = word.replace("ß", "ss")
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
