"""Who is mentioned and quoted in a tree, and what it links and shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from areopagus.markup.contract import Quoted
from areopagus.markup.tree import (
    Aligned,
    Block,
    Bond,
    Heading,
    Image,
    Inline,
    Link,
    ListBlock,
    Notes,
    Paragraph,
    Quote,
    Spoiler,
    Styled,
    Table,
)


@dataclass(slots=True)
class Facts:
    """Each in the order of the text, without doubles (keys of dictionaries keep order)."""

    mentions: dict[str, None] = field(default_factory=dict)
    quoted: dict[Quoted, None] = field(default_factory=dict)
    links: dict[str, None] = field(default_factory=dict)
    images: dict[str, None] = field(default_factory=dict)


def gathered(blocks: Sequence[Block]) -> Facts:
    facts = Facts()
    _blocks(blocks, facts, depth=0)
    return facts


def _blocks(blocks: Sequence[Block], facts: Facts, depth: int) -> None:  # noqa: C901
    """`depth` counts the quotes around."""
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                _inlines(block.children, facts, depth)
            case Quote():
                if depth == 0 and block.name:
                    facts.quoted[Quoted(block.name, block.post_id)] = None
                _blocks(block.children, facts, depth + 1)
            case Spoiler() | Aligned():
                _blocks(block.children, facts, depth)
            case ListBlock() | Notes():
                for item in block.children:
                    _blocks(item.children, facts, depth)
            case Table():
                for row in block.children:
                    for cell in row.children:
                        _blocks(cell.children, facts, depth)
            case _:
                pass


def _inlines(nodes: Sequence[Inline], facts: Facts, depth: int) -> None:
    for node in nodes:
        match node:
            case Styled():
                _inlines(node.children, facts, depth)
            case Link():
                if node.bond is Bond.ADDRESS:
                    facts.links[node.url] = None
                elif node.bond is Bond.MENTION and depth == 0:
                    facts.mentions[node.name] = None
                _inlines(node.children, facts, depth)
            case Image():
                facts.images[node.url] = None
            case _:
                pass
