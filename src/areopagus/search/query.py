"""What was asked: words, "phrases", -without, and filters such as author:max or before:2020.

marsh "dust storm" -rover author:max forum:missions title:crater after:2019-06 is:locked
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from areopagus.core.verdict import Refused
from areopagus.search.analyser import words_of

LONGEST = 300
MOST_TERMS = 20
STATES = ("locked", "unanswered", "mine")
_PIECE = re.compile(
    r"""(?P<minus>-)?(?:(?P<name>author|forum|title|before|after|is):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))"""
)
_DAY = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2}))?(?:-(?P<day>\d{1,2}))?$")


class Misunderstood(Refused):
    """The query cannot be meant like that; the message says what can."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand behind one another; `in_title` only there."""

    words: tuple[str, ...]
    in_title: bool = False


@dataclass(slots=True)
class Query:
    """`after` is included, `before` is not."""

    text: str
    terms: list[Term] = field(default_factory=list)
    without: list[Term] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    forums: list[str] = field(default_factory=list)
    before: datetime | None = None
    after: datetime | None = None
    states: set[str] = field(default_factory=set)

    @property
    def title_terms(self) -> list[Term]:
        return [term for term in self.terms if term.in_title]

    @property
    def is_empty(self) -> bool:
        return not (
            self.terms or self.authors or self.forums or self.before or self.after or self.states
        )


def read(text: str) -> Query:
    """Misunderstood when a filter says what it cannot, or when too much is asked at once."""
    text = " ".join(text.replace("\0", " ").split())
    if len(text) > LONGEST:
        raise Misunderstood(
            f"At most {LONGEST} characters can be searched for; these are {len(text)}."
        )
    query = Query(text)
    for piece in _PIECE.finditer(text):
        said = piece["phrase"] if piece["phrase"] is not None else piece["word"]
        _FILTERS.get(piece["name"] or "", _term)(query, said.strip(), piece)
    if len(query.terms) + len(query.without) > MOST_TERMS:
        raise Misunderstood(f"At most {MOST_TERMS} words can be searched for at once.")
    if query.without and query.is_empty:
        raise Misunderstood("Say also what should be found, not only what should not.")
    return query


def _term(query: Query, said: str, piece: re.Match[str]) -> None:
    words = tuple(word.text for word in words_of(said))
    if words:
        term = Term(words, in_title=piece["name"] == "title")
        (query.without if piece["minus"] else query.terms).append(term)


def _author(query: Query, said: str, _: re.Match[str]) -> None:
    query.authors += [said] if said else []


def _forum(query: Query, said: str, _: re.Match[str]) -> None:
    query.forums += [said] if said else []


def _before(query: Query, said: str, _: re.Match[str]) -> None:
    query.before = _moment("before", said)


def _after(query: Query, said: str, _: re.Match[str]) -> None:
    query.after = _moment("after", said)


def _state(query: Query, said: str, _: re.Match[str]) -> None:
    if said not in STATES:
        allowed = ", ".join(f"is:{state}" for state in STATES)
        raise Misunderstood(f"“is:{said}” is not known. There are {allowed}.")
    query.states.add(said)


def _moment(name: str, said: str) -> datetime:
    """The beginning of a year, month or day, in UTC."""
    if (found := _DAY.match(said)) is not None:
        year, month, day = (int(found[part] or 1) for part in ("year", "month", "day"))
        with suppress(ValueError):
            return datetime(year, month, day, tzinfo=UTC)
    raise Misunderstood(
        f"“{name}:{said}” is no date; say {name}:2019, {name}:2019-06 or {name}:2019-06-30."
    )


_FILTERS: dict[str, Callable[[Query, str, Any], None]] = {
    "author": _author,
    "forum": _forum,
    "before": _before,
    "after": _after,
    "is": _state,
}
