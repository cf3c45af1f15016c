"""Which tag ends where. Unmatched tags stay text."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from areopagus.markup.bbcode.tags import MOST_BLOCKS, Kind
from areopagus.markup.bbcode.tokens import Part, Token

# Blocks that end by themselves with what they stand in; the others are text when never closed.
SELF_CLOSING = frozenset({"quote", "tr", "td", "th"})
PARENTS = {"tr": "table", "td": "tr", "th": "tr"}
# Beyond their depth these are left out with their text, as FluxBB does when it saves.
LEFT_OUT = frozenset({"quote", "list"})
_KEEPS_WHEN_EMPTY = frozenset({"table", "tr", "td", "th"})


@dataclass(slots=True)
class Matches:
    """`partner[i]` is where the tag at i ends (or began); -1 for text. Items have their list."""

    partner: list[int]
    # The table of a row, the row of a cell.
    parent: dict[int, int] = field(default_factory=dict)
    left_out: set[int] = field(default_factory=set)

    def is_orphan(self, index: int) -> bool:
        """Whether this belongs to a table that turned out to be text."""
        parent = self.parent.get(index)
        return parent is not None and self.partner[parent] < 0

    def forget(self, index: int) -> None:
        """Makes the tag at `index` text, and its own end too."""
        end = self.partner[index]
        if end < len(self.partner) and self.partner[end] == index:
            self.partner[end] = -1
        self.partner[index] = -1


def without_empty_tags(tokens: list[Token]) -> list[Token]:
    """Pairs with nothing or only blanks between them are gone, blanks too; then outer blanks."""
    out: list[Token] = []
    for token in tokens:
        if token.part is Part.CLOSE and _ends_empty(out, token):
            while out.pop().part is not Part.OPEN:
                pass
        elif out and token.part is out[-1].part is Part.TEXT and not out[-1].raw.isspace():
            out[-1] = Token(Part.TEXT, out[-1].raw + token.raw)
        else:
            out.append(token)
    return _trimmed(out)


def _ends_empty(out: list[Token], close: Token) -> bool:
    index = len(out) - 1
    while index >= 0 and out[index].part is Part.TEXT and out[index].raw.isspace():
        index -= 1
    return (
        index >= 0
        and out[index].part is Part.OPEN
        and out[index].tag is close.tag
        and close.tag is not None
        and close.tag.name not in _KEEPS_WHEN_EMPTY
    )


def _trimmed(tokens: list[Token]) -> list[Token]:
    for index, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while tokens and tokens[index].part is Part.TEXT:
            text = strip(tokens[index].raw)
            if text:
                tokens[index] = Token(Part.TEXT, text)
                break
            del tokens[index]
    return tokens


def match(tokens: list[Token], *, quote_depth: int) -> Matches:
    return _Matcher(tokens, quote_depth).run()


class _Matcher:
    def __init__(self, tokens: list[Token], quote_depth: int) -> None:
        self._tokens = tokens
        self._quote_depth = quote_depth
        self._found = Matches([-1] * len(tokens))
        self._open: defaultdict[str, list[int]] = defaultdict(list)  # Marks and links.
        self._stack: list[int] = []  # Blocks.
        self._depth: Counter[str] = Counter()
        self._line_ends = 0
        self._line_ends_before: dict[int, int] = {}

    def run(self) -> Matches:
        for index, token in enumerate(self._tokens):
            if token.part is Part.TEXT:
                self._line_ends += token.raw.count("\n")
            elif token.part is Part.OPEN:
                self._opening(index, token)
            elif token.part is Part.CLOSE:
                self._closing(index, token)
        self._close_blocks(0, len(self._tokens))
        return self._found

    def _opening(self, index: int, token: Token) -> None:
        assert token.tag is not None  # noqa: S101 - only text has none.
        name, kind = token.tag.name, token.tag.kind
        if kind is Kind.IMAGE:
            if self._is_leaf(index):
                self._pair(index, index + 2)
        elif kind is Kind.LINK:
            self._open[name].append(index)
            self._line_ends_before[index] = self._line_ends
        elif kind in (Kind.MARK, Kind.IGNORED):
            if len(self._open[name]) < token.tag.deepest:
                self._open[name].append(index)
        elif kind is Kind.ITEM:
            if self._top() == "list":
                self._found.partner[index] = self._stack[-1]
        elif kind is Kind.BLOCK:
            self._opening_block(index, name, token.tag.deepest)

    def _opening_block(self, index: int, name: str, deepest: int) -> None:
        if parent := PARENTS.get(name):
            # A new cell ends the one before it, a new row too, as in HTML.
            while self._top() in PARENTS and self._top() != parent:
                self._close_blocks(len(self._stack) - 1, index)
            if self._top() != parent:
                return
            self._found.parent[index] = self._stack[-1]
        if len(self._stack) >= MOST_BLOCKS:
            return
        limit = self._quote_depth if name == "quote" else deepest
        if self._depth[name] >= limit:
            if name not in LEFT_OUT:
                return
            self._found.left_out.add(index)
        self._stack.append(index)
        self._depth[name] += 1

    def _closing(self, index: int, token: Token) -> None:
        assert token.tag is not None  # noqa: S101 - only text has none.
        name, kind = token.tag.name, token.tag.kind
        if kind is Kind.BLOCK:
            if self._depth[name]:
                place = len(self._stack) - 1
                while self._name(self._stack[place]) != name:
                    place -= 1
                self._close_blocks(place + 1, index)
                self._pair(self._stack.pop(), index)
                self._depth[name] -= 1
        elif kind is Kind.ITEM:
            if "list" in (self._top(), ""):
                self._found.partner[index] = self._stack[-1] if self._stack else -1
        elif kind is not Kind.IMAGE and self._open[name]:
            start = self._open[name].pop()
            # FluxBB's links end at the end of their line.
            if kind is not Kind.LINK or self._line_ends_before[start] == self._line_ends:
                self._pair(start, index)

    def _close_blocks(self, keep: int, index: int) -> None:
        """Ends the blocks above `keep` on the stack at `index`."""
        while len(self._stack) > keep:
            start = self._stack.pop()
            name = self._name(start)
            self._depth[name] -= 1
            if name in SELF_CLOSING and start not in self._found.left_out:
                self._found.partner[start] = index

    def _top(self) -> str:
        return self._name(self._stack[-1]) if self._stack else ""

    def _name(self, index: int) -> str:
        tag = self._tokens[index].tag
        return tag.name if tag else ""

    def _is_leaf(self, index: int) -> bool:
        tokens = self._tokens
        return (
            index + 2 < len(tokens)
            and tokens[index + 1].part is Part.TEXT
            and tokens[index + 2].part is Part.CLOSE
            and tokens[index + 2].tag is tokens[index].tag
        )

    def _pair(self, start: int, end: int) -> None:
        self._found.partner[start] = end
        self._found.partner[end] = start
