"""Builds a tree from words, line ends and tags that need not be nested properly.

FluxBB's inline tags are ranges over the text and may cross each other and blocks: `[i][b]x[/i]y[/b]`
is right there. So inline tags are kept as the set of formats a piece of text has, and each paragraph
is nested anew from them; blocks are a stack.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from areopagus.markup.tree import Aligned as AlignedBlock
from areopagus.markup.tree import (
    Block,
    Bond,
    Break,
    Cell,
    Gap,
    Heading,
    Inline,
    Item,
    Link,
    ListBlock,
    Mark,
    Paragraph,
    Quote,
    Row,
    Spoiler,
    Styled,
    Table,
    Text,
)

Openable = Quote | Spoiler | AlignedBlock | ListBlock | Item | Table | Row | Cell
# Line ends that a paragraph's end or a block's edge swallows.
SWALLOWED = 2
# More empty lines than this in one place only push the next post off the screen.
MOST_LINE_ENDS = 32


@dataclass(frozen=True, slots=True, eq=False)
class Format:
    """One inline tag, compared by identity: two `[b]` beside each other stay two."""

    mark: Mark | None = None
    value: str = ""
    url: str = ""
    bond: Bond = Bond.ADDRESS

    def node(self) -> Styled | Link:
        if self.mark is None:
            return Link(self.url, self.bond)
        return Styled(self.mark, self.value)


Formats = tuple[Format, ...]


@dataclass(slots=True)
class _Level:
    """A block that is open, and what it has got so far."""

    block: Openable | None
    children: list[Block]
    heading: int = 0


@dataclass(slots=True)
class Builder:
    """`paragraphs` False: every line end is a line break, as in FluxBB 1.2."""

    paragraphs: bool = True
    root: list[Block] = field(default_factory=list)
    _levels: list[_Level] = field(default_factory=list)
    _runs: list[tuple[Formats, Inline]] = field(default_factory=list)
    _line_ends: int = 0

    def __post_init__(self) -> None:
        self._levels = [_Level(None, self.root)]

    def words(self, nodes: Sequence[Inline], formats: Formats) -> None:
        if not nodes:
            return
        self._enter_words()
        self._spend_line_ends()
        self._runs += [(formats, node) for node in nodes]

    def line_ends(self, count: int) -> None:
        self._line_ends = min(self._line_ends + count, MOST_LINE_ENDS)

    def leaf(self, block: Block) -> None:
        self._finish_paragraph()
        self._enter_words()
        self._gaps()
        self._levels[-1].children.append(block)

    def open(self, block: Openable) -> None:
        self._finish_paragraph()
        match block:
            case Item():
                self._close_inside(ListBlock)
            case Row():
                self._close_inside(Table)
            case Cell():
                self._close_inside(Row)
                if not isinstance(self._levels[-1].block, Row):
                    self._push(Row())
            case _:
                self._enter_words()
        self._gaps()
        self._push(block)

    def close(self, kind: type[Openable]) -> None:
        """Closes the innermost block of this kind and all inside it."""
        self._finish_paragraph()
        self._line_ends = 0
        while len(self._levels) > 1:
            closed = self._pop()
            if isinstance(closed, kind):
                return

    def heading(self, level: int) -> None:
        """From now on paragraphs are headings; 0 ends that."""
        self._finish_paragraph()
        if level:
            self._gaps()
        self._line_ends = 0
        self._levels[-1].heading = level

    def finish(self) -> list[Block]:
        self._finish_paragraph()
        while len(self._levels) > 1:
            self._pop()
        return self.root

    def _push(self, block: Openable) -> None:
        self._levels.append(_Level(block, []))
        self._line_ends = 0

    def _pop(self) -> Openable | None:
        level = self._levels.pop()
        block = level.block
        if isinstance(block, Item | Cell):
            _make_tight(level.children)
        if block is not None and (level.children or isinstance(block, Cell)):
            block.children = level.children
            self._levels[-1].children.append(block)  # type: ignore[arg-type]
        return block

    def _close_inside(self, kind: type[Openable]) -> None:
        while len(self._levels) > 1 and not isinstance(self._levels[-1].block, kind):
            if any(isinstance(level.block, kind) for level in self._levels):
                self._pop()
            else:
                return

    def _enter_words(self) -> None:
        """A list takes only items and a table only cells: opens what is missing."""
        block = self._levels[-1].block
        if isinstance(block, ListBlock):
            self._push(Item())
        elif isinstance(block, Table):
            self._push(Row())
            self._push(Cell())
        elif isinstance(block, Row):
            self._push(Cell())

    def _spend_line_ends(self) -> None:
        count, self._line_ends = self._line_ends, 0
        if not self._runs:
            self._add_gaps(count)
        elif not self.paragraphs:
            self._runs += [(self._runs[-1][0], Break())] * count
        elif count == 1:
            self._runs.append((self._runs[-1][0], Break()))
        elif count:
            self._finish_paragraph()
            self._add_gaps(count)

    def _gaps(self) -> None:
        count, self._line_ends = self._line_ends, 0
        self._add_gaps(count)

    def _add_gaps(self, count: int) -> None:
        level = self._levels[-1]
        if level.children and not isinstance(level.block, ListBlock | Table | Row):
            level.children += [Gap()] * (count - SWALLOWED)

    def _finish_paragraph(self) -> None:
        runs, self._runs = self._runs, []
        if all(isinstance(node, Text) and not node.text.strip(" \t") for _, node in runs):
            return
        level = self._levels[-1]
        if level.heading:
            level.children.append(Heading(level.heading, nested(runs)))
        else:
            level.children.append(Paragraph(nested(runs)))


def _make_tight(children: list[Block]) -> None:
    """One paragraph alone, or with lists below it, needs no element of its own."""
    if not children:
        return
    first, *others = children
    if isinstance(first, Paragraph) and all(isinstance(other, ListBlock) for other in others):
        first.bare = True


def nested(runs: list[tuple[Formats, Inline]]) -> list[Inline]:
    """Pieces with their formats, as a proper tree."""
    root: list[Inline] = []
    opened: list[tuple[Format, list[Inline]]] = []
    for formats, node in runs:
        common = _common(opened, formats)
        del opened[common:]
        for made in formats[common:]:
            parent = opened[-1][1] if opened else root
            element = made.node()
            parent.append(element)
            opened.append((made, element.children))
        (opened[-1][1] if opened else root).append(node)
    return root


def _common(opened: list[tuple[Format, list[Inline]]], formats: Formats) -> int:
    count = 0
    for (one, _), other in zip(opened, formats, strict=False):
        if one is not other:
            break
        count += 1
    return count


def with_kept_spaces(text: str) -> str:
    """Runs of spaces and tabs as FluxBB keeps them visible: every second one does not break."""
    if "  " not in text and "\t" not in text:
        return text
    return "".join(_kept(text))


def _kept(text: str) -> Iterator[str]:
    position = 0
    length = len(text)
    while position < length:
        start = position
        while position < length and text[position] not in " \t":
            position += 1
        yield text[start:position]
        width = 0
        while position < length and text[position] in " \t":
            width += 4 if text[position] == "\t" else 1
            position += 1
        yield " " if width == 1 else "\u00a0 " * (width // 2) + "\u00a0" * (width % 2)
