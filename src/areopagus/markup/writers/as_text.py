"""The tree as plain text: for search, feeds, mail and excerpts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from areopagus.markup import addresses
from areopagus.markup.tree import (
    Aligned,
    Block,
    Break,
    CodeBlock,
    Formula,
    Gap,
    Heading,
    Image,
    Inline,
    InlineCode,
    Link,
    ListBlock,
    NoteMark,
    Notes,
    Paragraph,
    Quote,
    Row,
    Rule,
    Smiley,
    Spoiler,
    Styled,
    Table,
    Text,
)

QUOTE_MARK = "> "
_LETTERS = 26


def written(blocks: Sequence[Block]) -> str:
    """Paragraphs with an empty line between; quoted lines begin with "> "."""
    return "\n\n".join(piece for block in blocks if (piece := _block(block)))


def _block(block: Block) -> str:  # noqa: PLR0911 - one answer for each kind of block.
    match block:
        case Paragraph() | Heading():
            return inline(block.children)
        case CodeBlock():
            return block.text
        case Gap() | Rule():
            return ""
        case Quote():
            said = written(block.children)
            lines = "\n".join(QUOTE_MARK + line for line in said.split("\n"))
            return f"{block.name}:\n{lines}" if block.name else lines
        case Spoiler():
            return "\n".join(part for part in (block.title, written(block.children)) if part)
        case Aligned():
            return written(block.children)
        case ListBlock():
            return "\n".join(_items(block))
        case Table():
            return "\n".join(_row(row) for row in block.children)
        case Notes():
            return "\n".join(f"[{n.number}] {written(n.children)}" for n in block.children)


def _items(block: ListBlock) -> Iterator[str]:
    for place, item in enumerate(block.children):
        if not block.kind:
            mark = "*"
        elif block.kind == "1":
            mark = f"{block.start + place}."
        else:
            mark = f"{chr(ord('a') + place % _LETTERS)}."
        text = written(item.children).replace("\n", "\n  ")
        yield f"{mark} {text}"


def _row(row: Row) -> str:
    return "\t".join(written(cell.children) for cell in row.children)


def inline(nodes: Sequence[Inline]) -> str:
    return "".join(_pieces(nodes))


def _pieces(nodes: Sequence[Inline]) -> Iterator[str]:  # noqa: C901 - one case for each kind.
    for node in nodes:
        match node:
            case Text():
                yield node.text.replace("\u00a0", " ")
            case Break():
                yield "\n"
            case Styled():
                yield inline(node.children)
            case Link():
                label = inline(node.children)
                yield node.url if addresses.is_short(label) else label
            case Image():
                yield node.alt
            case Smiley():
                yield node.code
            case InlineCode():
                yield node.text
            case Formula():
                yield node.tex
            case NoteMark():
                yield f"[{node.number}]"
