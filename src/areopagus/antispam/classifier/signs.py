"""What can be counted in a text, in any language: words, pairs of words, parts of long words, links."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise

# Only so much of a text is looked at, and so many signs of it are kept: the rest would change nothing.
LONGEST_TEXT = 6000
MOST_SIGNS = 400
LONGEST_WORD = 30
LONG_WORD, PART = 8, 5
_ADDRESS = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[$€£₽¥%]")
# Scripts that put no blanks between words: each pair of characters is a word.
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_MANY_LINKS = 3


def signs_of(text: str, hosts: Iterable[str] = (), traits: Iterable[str] = ()) -> frozenset[str]:
    """`hosts` are where its links lead; `traits` are said of its author, such as "first post"."""
    places = sorted(set(hosts))
    found = dict.fromkeys(f"~{trait}" for trait in traits)
    found |= dict.fromkeys(_of_links(places))
    for sign in _of_words(text[:LONGEST_TEXT]):
        if len(found) >= MOST_SIGNS:
            break
        found[sign] = None
    return frozenset(found)


def is_word(sign: str) -> bool:
    """And neither a link nor something said of the author."""
    return not sign.startswith(("@", "~"))


def said(sign: str) -> str:
    """A sign for people: “buy”, “a link to pills.example”."""
    if sign.startswith("@"):
        return f"a link to {sign[1:]}"
    if sign.startswith("~"):
        return sign[1:]
    if sign.startswith("…"):
        return f"“{sign[1:]}” within a word"
    return f"“{sign}”"


def _of_links(places: list[str]) -> Iterator[str]:
    number = "no link" if not places else "one link" if len(places) == 1 else "links"
    yield "~many links" if len(places) >= _MANY_LINKS else f"~{number}"
    for place in places:
        yield f"@{place}"
        yield f"~a link to a place in .{place.rpartition('.')[2]}"


def _of_words(text: str) -> Iterator[str]:
    words = list(_words(text))
    yield from words
    yield from (f"{first} {second}" for first, second in pairwise(words))
    for word in words:
        if len(word) >= LONG_WORD:
            yield from (f"…{word[at : at + PART]}" for at in range(len(word) - PART + 1))


def _words(text: str) -> Iterator[str]:
    plain = unicodedata.normalize("NFKC", _ADDRESS.sub(" ", text)).casefold()
    for word in _WORD.findall(plain):
        if _UNSPACED.search(word):
            yield from (word[at : at + 2] for at in range(max(1, len(word) - 1)))
        elif len(word) <= LONGEST_WORD:
            yield word
