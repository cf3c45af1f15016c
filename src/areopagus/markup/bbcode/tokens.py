"""Cuts a source into text and tags. Each character is looked at a fixed number of times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from areopagus.markup.bbcode.tags import Grammar, Kind, Tag

# A post of the longest allowed length has no more; the rest of a longer one stays as typed.
MOST_TAGS = 20_000
LONGEST_ARGUMENT = 2_000
_QUOTED_NAME = re.compile(r"(?:\"[^\"\n]{1,255}\"|'[^'\n]{1,255}')(?: post=[0-9]{1,18})?(?=\])")


class Part(Enum):
    TEXT = auto()
    OPEN = auto()
    CLOSE = auto()
    RAW = auto()  # A whole raw tag; `raw` is what stands inside.


@dataclass(slots=True)
class Token:
    """`raw` is the source of it. `tag` is None only for text."""

    part: Part
    raw: str
    tag: Tag | None = None
    argument: str | None = None


def scan(source: str, grammar: Grammar) -> list[Token]:
    """All of the source, in order; tags that cannot be tags are text already."""
    return _with_raw_tags(_merged(cut(source, grammar)))


def cut(source: str, grammar: Grammar) -> Iterator[Token]:
    """The same before it is known what is raw: joined, what they hold is the source to the letter."""
    position = looked = count = 0
    search = grammar.opener.search
    ends = _Ends(source)
    while count < MOST_TAGS and (found := search(source, looked)):
        token = _tag(source, found, grammar, ends)
        if token is None:
            looked = found.start() + 1
            continue
        if found.start() > position:
            yield Token(Part.TEXT, source[position : found.start()])
        yield token
        position = looked = found.start() + len(token.raw)
        count += 1
    if position < len(source):
        yield Token(Part.TEXT, source[position:])


class _Ends:
    """Where the next `]` is. Asked with growing positions it goes through the text once."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._next = -1

    def after(self, position: int) -> int:
        if self._next < position:
            found = self._source.find("]", position)
            self._next = len(self._source) if found < 0 else found
        return self._next


def _tag(source: str, found: re.Match[str], grammar: Grammar, ends: _Ends) -> Token | None:
    tag = grammar.tags[found[2].lower()]
    if found[1]:
        return Token(Part.CLOSE, found.group(), tag) if found[3] == "]" else None
    if found[3] == "]":
        return Token(Part.OPEN, found.group(), tag) if tag.takes(None) else None
    start = found.end()
    end = ends.after(start)
    if tag.name == "quote" and (quoted := _QUOTED_NAME.match(source, start)):
        end = quoted.end()
    if end - start > LONGEST_ARGUMENT or end >= len(source):
        return None
    argument = source[start:end]
    if "\n" in argument or not tag.takes(argument):
        return None
    return Token(Part.OPEN, source[found.start() : end + 1], tag, argument)


def _merged(tokens: Iterator[Token]) -> list[Token]:
    """Neighbouring texts as one."""
    out: list[Token] = []
    texts: list[str] = []
    for token in tokens:
        if token.part is Part.TEXT:
            texts.append(token.raw)
            continue
        if texts:
            out.append(Token(Part.TEXT, "".join(texts)))
            texts = []
        out.append(token)
    if texts:
        out.append(Token(Part.TEXT, "".join(texts)))
    return out


def _with_raw_tags(tokens: list[Token]) -> list[Token]:
    """Raw tags with what is inside them as one token each.

    Code nests when it is balanced, and an opening `[code]` that never gets balanced leaves all after
    it as it is, as in FluxBB. Other raw tags end at their first end tag.
    """
    balance = _code_ends(tokens)
    closers = _next_closers(tokens)
    out: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        end = None
        if token.part is Part.OPEN and token.tag and token.tag.kind is Kind.RAW:
            end = balance.get(index) if token.tag.name == "code" else closers[index]
        if end is None:
            out.append(token)
            index += 1
        else:
            inside = "".join(t.raw for t in tokens[index + 1 : end])
            out.append(Token(Part.RAW, inside, token.tag, token.argument))
            index = end + 1
    return out


def _code_ends(tokens: list[Token]) -> dict[int, int]:
    ends: dict[int, int] = {}
    start = depth = 0
    for index, token in enumerate(tokens):
        if token.tag is None or token.tag.name != "code":
            continue
        if token.part is Part.OPEN:
            start = index if depth == 0 else start
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                ends[start] = index
    return ends


def _next_closers(tokens: list[Token]) -> list[int | None]:
    """For each token the place of the next end tag with its name."""
    following: dict[str, int] = {}
    out: list[int | None] = [None] * len(tokens)
    for index in range(len(tokens) - 1, -1, -1):
        token = tokens[index]
        if token.tag is None:
            continue
        out[index] = following.get(token.tag.name)
        if token.part is Part.CLOSE:
            following[token.tag.name] = index
    return out
