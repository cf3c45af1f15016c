"""What is asked of the index, as a tree that each database spells in its own way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from areopagus.search.analyser import token_of
from areopagus.search.languages import LANGUAGES
from areopagus.search.query import Term

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of these phrases, in the title, the words (title or body) or the facts."""

    where: str
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Expression:
    """All of `wanted` and none of `without`."""

    wanted: tuple[AnyOf, ...]
    without: tuple[AnyOf, ...] = ()

    def also(self, *more: AnyOf) -> Expression:
        return Expression((*self.wanted, *more), self.without)


@dataclass(frozen=True, slots=True)
class Range:
    """The newest `count` posts with numbers between `above` and `below`; only first posts, by their titles."""

    count: int
    below: int = 2**62
    above: int = 0
    titles_only: bool = False


def of_term(term: Term, *, in_title: bool = False) -> AnyOf:
    """The words as they may have been stemmed, one phrase for each language that stems them otherwise."""
    phrases = (tuple(token_of(word, language) for word in term.words) for language in LANGUAGES)
    where = "title" if term.in_title or in_title else "words"
    return AnyOf(where, tuple(dict.fromkeys(phrases)))


def facts(*names: str) -> AnyOf:
    return AnyOf("facts", tuple((name,) for name in names))


def joined(terms: Sequence[Term]) -> Term:
    """All words behind one another."""
    return Term(tuple(word for term in terms for word in term.words))
