"""Markdown into the tree: markdown-it's tokens, walked once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

from areopagus.markup.contract import Features, Links
from areopagus.markup.markdown import guard
from areopagus.markup.markdown.inlines import Inlines
from areopagus.markup.markdown.parsers import POSTS, SIGNATURES
from areopagus.markup.tree import (
    Block,
    Cell,
    CodeBlock,
    Heading,
    Item,
    ListBlock,
    Mark,
    Note,
    Notes,
    Paragraph,
    Quote,
    Row,
    Rule,
    Styled,
    Table,
    Text,
)

# The first line of a quotation that our own reply form has begun.
_SAID = re.compile(r" wrote \(post ([1-9][0-9]{0,17})\):")
MOST_PARAGRAPHS = 5_000
_SIDE = re.compile(r"text-align:(left|center|right)")


def _cell(token: Token) -> Cell:
    side = _SIDE.search(str(token.attrs.get("style", "")))
    return Cell(header=token.type == "th_open", side=side[1] if side else "")


_NODES: dict[str, Callable[[Token], Any]] = {
    "paragraph_open": lambda token: Paragraph(bare=token.hidden),
    "heading_open": lambda token: Heading(int(token.tag[1])),
    "blockquote_open": lambda _: Quote(),
    "bullet_list_open": lambda _: ListBlock(),
    "ordered_list_open": lambda token: ListBlock("1", int(token.attrs.get("start", 1))),
    "list_item_open": lambda _: Item(),
    "table_open": lambda _: Table(),
    "tr_open": lambda _: Row(),
    "th_open": _cell,
    "td_open": _cell,
    "footnote_block_open": lambda _: Notes(),
    "footnote_open": lambda token: Note(token.meta["id"] + 1, 0),
}


def read(source: str, links: Links, features: Features) -> list[Block]:
    inlines = Inlines(links, features)
    if guard.is_too_much(source):
        return _plain(source, inlines)
    parser = SIGNATURES if features.signature else POSTS
    walker = _Walker(links, features, inlines)
    environment: dict[str, Any] = {}
    return walker.walk(parser.parse(source, environment))


def _plain(source: str, inlines: Inlines) -> list[Block]:
    """A text that is not read as Markdown, in its paragraphs."""
    parts = re.split(r"\n\n+", source, maxsplit=MOST_PARAGRAPHS)
    return [Paragraph(inlines.plain(part)) for part in parts if part.strip()]


class _Walker:
    def __init__(self, links: Links, features: Features, inlines: Inlines) -> None:
        self._links = links
        self._features = features
        self._inlines = inlines
        # What is open: the kind of token, the node, and where its blocks go.
        self._nodes: list[Any] = []
        self._root: list[Block] = []
        self._quotes = 0

    def walk(self, tokens: Sequence[Token]) -> list[Block]:
        skipped = 0
        for token in tokens:
            if skipped or (token.type == "blockquote_open" and self._is_too_deep()):
                skipped += token.nesting
            elif token.nesting == 1:
                self._open(token)
            elif token.nesting == -1:
                self._close()
            else:
                self._leaf(token)
        return self._root

    def _is_too_deep(self) -> bool:
        return self._quotes >= self._features.quote_depth

    def _open(self, token: Token) -> None:
        make = _NODES.get(token.type)
        # thead and tbody are no nodes: their rows go to the table.
        node = make(token) if make else None
        self._quotes += isinstance(node, Quote)
        self._nodes.append(node)

    def _close(self) -> None:
        node = self._nodes.pop()
        if node is None:
            return
        match node:
            case Quote():
                self._quotes -= 1
                self._name(node)
            case Note():
                node.refs = self._inlines.refs.get(node.number, 0)
            case Row() if all(cell.header for cell in node.children):
                self._holder().heads += 1
            case Cell():
                node.children = [p for p in node.children if not _is_blank(p)]
            case _:
                pass
        self._put(node)

    def _holder(self) -> Any:
        return next(node for node in reversed(self._nodes) if node is not None)

    def _put(self, node: Any) -> None:
        holder = next((one for one in reversed(self._nodes) if one is not None), None)
        (self._root if holder is None else holder.children).append(node)

    def _leaf(self, token: Token) -> None:
        match token.type:
            case "inline":
                children = self._inlines.read(token.children or [])
                holder = self._holder()
                if isinstance(holder, Cell):
                    holder.children.append(Paragraph(children, bare=True))
                else:
                    holder.children.extend(children)
            case "fence":
                info = unescapeAll(token.info).split()
                language = info[0] if info else ""
                self._put(CodeBlock(token.content, language))
            case "code_block":
                self._put(CodeBlock(token.content))
            case "hr":
                self._put(Rule())
            case _:
                pass

    def _name(self, quote: Quote) -> None:
        """Takes over who said it and where from the first line our reply form writes."""
        match quote.children:
            case [Paragraph([Styled(Mark.STRONG, _, [Text(name)]), Text(said)]), *rest]:
                if found := _SAID.fullmatch(said):
                    quote.name, quote.post_id = name, int(found[1])
                    quote.url = self._links.post(quote.post_id)
                    quote.children = rest
            case _:
                pass


def _is_blank(block: Block) -> bool:
    return isinstance(block, Paragraph) and not block.children
