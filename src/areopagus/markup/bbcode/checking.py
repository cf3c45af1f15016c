"""What FluxBB would have refused to save, as far as it shows here.

FluxBB refuses a post for its first mistake; here nothing is refused. Crossed tags, formatting inside
links and blocks inside formatting are mistakes there and work here, so they are no problem.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from areopagus.markup import addresses
from areopagus.markup.bbcode import matching, targets, tokens
from areopagus.markup.bbcode.tags import Grammar, Kind, Tag
from areopagus.markup.bbcode.tokens import Part, Token
from areopagus.markup.contract import PlainLinks, Problem

# A preview that lists more than this helps nobody.
MOST_PROBLEMS = 20
_ARGUMENT = re.compile(r"\[([a-z]{1,10})=([^\]\n]{0,200})\]", re.IGNORECASE)
# FluxBB looks for these when it has read everything.
_LATE = frozenset({"NO_CLOSE", "EMPTY_AFTER_STRIP"})


def problems(source: str, grammar: Grammar, *, quote_depth: int) -> list[Problem]:
    """In the order in which FluxBB finds them."""
    if not source.strip():
        return []
    cut = matching.without_empty_tags(tokens.scan(source, grammar))
    found = [*_in_tokens(cut, grammar, quote_depth)]
    return sorted(dict.fromkeys(found), key=lambda problem: problem.code in _LATE)[:MOST_PROBLEMS]


def _in_tokens(cut: list[Token], grammar: Grammar, quote_depth: int) -> Iterator[Problem]:
    matches = matching.match(cut, quote_depth=quote_depth)
    check = _Check(cut, matches, grammar)
    shown = False
    skip_to = 0
    for index, token in enumerate(cut):
        if index < skip_to:
            continue
        if index in matches.left_out and matches.partner[index] >= 0:
            skip_to = matches.partner[index] + 1
        elif token.part in (Part.TEXT, Part.RAW):
            shown = shown or bool(token.raw.strip())
            yield from check.text(token)
        elif token.tag is not None:
            shown = shown or token.tag.kind is Kind.EMPTY
            yield from check.tag(index, token, token.tag)
    if not shown:
        yield Problem("EMPTY_AFTER_STRIP", "", "Only empty tags are left of this text.")


class _Check:
    def __init__(self, cut: list[Token], matches: matching.Matches, grammar: Grammar) -> None:
        self._cut = cut
        self._matches = matches
        self._grammar = grammar
        self._open: set[str] = set()
        # Openings that stayed text and were reported: their ends are not reported again.
        self._refused: Counter[str] = Counter()

    def text(self, token: Token) -> Iterator[Problem]:
        """Openings that could not even be cut out as tags."""
        if token.part is not Part.TEXT:
            return
        for found in _ARGUMENT.finditer(token.raw):
            name = found[1].lower()
            if name not in self._grammar.tags:
                continue
            self._refused[self._grammar.tags[name].name] += 1
            if found[2]:
                told = f"[{name}] does not understand “{found[2][:40]}”."
                yield Problem("ARGUMENT", name, told)
            else:
                yield Problem("EMPTY_ATTR", name, f"[{name}=] needs something after the “=”.")

    def tag(self, index: int, token: Token, tag: Tag) -> Iterator[Problem]:
        partner = self._matches.partner[index]
        name = token.raw.strip("[/]").partition("=")[0].lower()
        if tag.kind in (Kind.EMPTY, Kind.IGNORED):
            return
        if token.part is Part.CLOSE:
            self._open.discard(tag.name)
            if partner < 0 and self._refused[tag.name]:
                self._refused[tag.name] -= 1
            elif partner < 0:
                yield Problem("NO_OPEN", name, f"[/{name}] ends something that was not begun.")
        elif partner < 0:
            yield self._unmatched(index, tag, name)
        elif tag.kind is Kind.MARK:
            self._open.add(tag.name)
        elif tag.kind in (Kind.LINK, Kind.IMAGE):
            yield from self._address(index, token, tag)
        elif tag.name == "quote" and not self._has_own_end(index):
            yield _not_closed(name)

    def _unmatched(self, index: int, tag: Tag, name: str) -> Problem:
        if tag.name in self._open:
            return Problem("SELF", name, f"[{name}] cannot stand inside [{name}].")
        self._refused[tag.name] += tag.kind is Kind.RAW
        if tag.kind is Kind.IMAGE and (inside := self._tag_after(index)):
            return Problem("NESTING", inside, f"[{inside}] cannot stand inside [{name}].")
        if tag.kind in (Kind.LINK, Kind.ITEM) and self._ends_later(index, tag):
            self._refused[tag.name] += 1
            if tag.kind is Kind.ITEM:
                return Problem("NO_LIST", name, "[*] makes an item only inside [list]…[/list].")
            told = f"A link has to end on its line: [{name}]…[/{name}]."
            return Problem("LINE_BREAK", name, told)
        return _not_closed(name)

    def _address(self, index: int, token: Token, tag: Tag) -> Iterator[Problem]:
        partner = self._matches.partner[index]
        typed = token.argument
        if tag.kind is Kind.IMAGE:
            if not addresses.is_image(self._cut[index + 1].raw.strip()):
                yield Problem(
                    "ADDRESS", tag.name, "[img] needs the address of a picture: https://…"
                )
            return
        if typed is None:
            typed = targets.own_text(
                self._cut[index + 1 : min(partner, index + 5)], partner - index
            )
        if typed is None:
            inside = self._tag_after(index) or tag.name
            yield Problem("NESTING", inside, f"[{inside}] cannot stand inside an address.")
        elif (made := targets.link(tag.name, typed, PlainLinks())) is None or not made.url:
            told = f"“{typed.strip()[:40]}” is nothing that [{tag.name}] can lead to."
            yield Problem("ADDRESS", tag.name, told)

    def _has_own_end(self, index: int) -> bool:
        partner = self._matches.partner[index]
        return partner < len(self._cut) and self._matches.partner[partner] == index

    def _tag_after(self, index: int) -> str:
        """The name of the tag that begins where an address should end, or ""."""
        for token in self._cut[index + 1 : index + 3]:
            if token.part is Part.OPEN and token.tag is not None:
                return token.tag.name
        return ""

    def _ends_later(self, index: int, tag: Tag) -> bool:
        """Looks only a few tags ahead: a label has no more."""
        ahead = self._cut[index : index + 12]
        return any(token.part is Part.CLOSE and token.tag is tag for token in ahead)


def _not_closed(name: str) -> Problem:
    return Problem("NO_CLOSE", name, f"[{name}] is not ended with [/{name}].")
