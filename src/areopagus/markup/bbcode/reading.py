"""BBCode into the tree."""

from __future__ import annotations

import re
from collections.abc import Callable

from areopagus.markup import addresses
from areopagus.markup.bbcode import matching, preparing, targets
from areopagus.markup.bbcode.tags import Grammar, Kind
from areopagus.markup.bbcode.tokens import Part, Token
from areopagus.markup.building import Builder, Format, Formats, Openable, with_kept_spaces
from areopagus.markup.contract import Features, Links
from areopagus.markup.inks import ink
from areopagus.markup.tree import (
    Aligned,
    Block,
    Bond,
    Cell,
    Image,
    Inline,
    Item,
    ListBlock,
    Mark,
    Quote,
    Row,
    Rule,
    Spoiler,
    Table,
    Text,
)
from areopagus.markup.words import Words

_LINE_ENDS = re.compile(r"\n(?:[ \t]*\n)*")
# A text with more lines than this runs on from there.
MOST_LINES = 20_000

_BLOCKS: dict[str, Callable[[str], Openable]] = {
    "list": lambda kind: ListBlock(kind.removeprefix("*")),
    "spoiler": lambda title: Spoiler(targets.unquoted(title)),
    "table": lambda _: Table(),
    "tr": lambda _: Row(),
    "td": lambda _: Cell(),
    "th": lambda _: Cell(header=True),
    "center": lambda _: Aligned("center"),
    "left": lambda _: Aligned("left"),
    "right": lambda _: Aligned("right"),
    "justify": lambda _: Aligned("justify"),
}


def read(source: str, grammar: Grammar, links: Links, features: Features) -> list[Block]:
    return _Reader(source, grammar, links, features).run()


class _Reader:
    def __init__(self, source: str, grammar: Grammar, links: Links, features: Features) -> None:
        self._links = links
        self._features = features
        self._old = grammar.fluxbb12
        self._tokens = preparing.prepared(source, grammar, features)
        self._found = matching.match(self._tokens, quote_depth=features.quote_depth)
        self._builder = Builder(paragraphs=not self._old)
        self._words = Words(links, features, self._old)
        self._formats: Formats = ()
        self._opened: dict[int, Format] = {}
        self._text: list[str] = []
        self._in_link = 0
        self._lines = 0

    def run(self) -> list[Block]:
        index = 0
        while index < len(self._tokens):
            index = self._step(index)
        self._flush()
        return self._builder.finish()

    def _step(self, index: int) -> int:
        """Reads the token at `index`; answers where to go on."""
        token = self._tokens[index]
        if self._found.is_orphan(index):
            self._found.forget(index)
        partner = self._found.partner[index]
        if token.part is Part.TEXT:
            self._text.append(token.raw)
        elif token.part is Part.RAW:
            self._flush()
            self._raw(token)
        elif token.tag is not None and token.tag.kind is Kind.EMPTY:
            self._flush()
            if token.part is Part.OPEN:
                self._builder.leaf(Rule())
        elif partner < 0:
            self._text.append(token.raw)
        elif token.part is Part.OPEN:
            return self._opening(index, token, partner)
        else:
            self._closing(token, partner)
        return index + 1

    def _opening(self, index: int, token: Token, partner: int) -> int:
        assert token.tag is not None  # noqa: S101 - only text has none.
        if index in self._found.left_out:
            self._flush()
            return partner + 1
        match token.tag.kind:
            case Kind.IMAGE:
                return self._image(index, token)
            case Kind.LINK:
                return self._link(index, token, partner)
            case Kind.MARK:
                self._start(index, _format(token))
            case Kind.BLOCK:
                self._flush()
                self._open_block(token)
            case Kind.ITEM if self._found.partner[partner] < 0:
                # Its list is never closed and stays text.
                self._text.append(token.raw)
            case Kind.ITEM:
                self._flush()
                self._builder.open(Item())
            case _:
                self._flush()
        return index + 1

    def _closing(self, token: Token, partner: int) -> None:
        assert token.tag is not None  # noqa: S101 - only text has none.
        match token.tag.kind:
            case Kind.MARK | Kind.LINK:
                self._end(partner)
            case Kind.BLOCK:
                self._flush()
                self._close_block(token.tag.name)
            case Kind.ITEM if self._found.partner[partner] < 0:
                self._text.append(token.raw)
            case _:
                self._flush()

    def _start(self, index: int, made: Format) -> None:
        self._flush()
        self._opened[index] = made
        self._formats = (*self._formats, made)
        self._in_link += made.mark is None

    def _end(self, index: int) -> None:
        self._flush()
        made = self._opened.pop(index, None)
        if made is not None:
            self._formats = tuple(one for one in self._formats if one is not made)
            self._in_link -= made.mark is None

    def _open_block(self, token: Token) -> None:
        assert token.tag is not None  # noqa: S101 - only text has none.
        name, argument = token.tag.name, token.argument or ""
        if name == "h":
            self._builder.heading(1)
        else:
            self._builder.open(
                self._quote(argument) if name == "quote" else _BLOCKS[name](argument)
            )

    def _close_block(self, name: str) -> None:
        if name == "h":
            self._builder.heading(0)
        else:
            self._builder.close(Quote if name == "quote" else type(_BLOCKS[name]("")))

    def _quote(self, argument: str) -> Quote:
        said = targets.quoted(argument, fluxbb12=self._old)
        url = self._links.post(said.post_id) if said.post_id else ""
        return Quote(said.name, said.post_id, url)

    def _raw(self, token: Token) -> None:
        """Code, formulas and videos."""
        assert token.tag is not None  # noqa: S101 - only text has none.
        made = targets.raw_block(token.tag.name, token.raw, token.argument, spaces=self._old)
        if isinstance(made, Format):
            formats = (
                (*self._formats, made) if made.url and self._features.may_link else self._formats
            )
            self._emit([Text(addresses.short(made.url or token.raw.strip()))], formats)
        elif isinstance(made, Inline):
            self._emit([made], self._formats)
        elif made is not None:
            self._builder.leaf(made)

    def _image(self, index: int, token: Token) -> int:
        self._flush()
        url = self._tokens[index + 1].raw.strip()
        if not self._features.images:
            # Not even as a link: FluxBB shows it as typed, and so does this.
            self._emit([Text(f"{token.raw}{url}[/img]")], self._formats)
        elif addresses.is_image(url):
            self._emit([self._picture(url, token)], self._formats)
        else:
            typed = "".join(part.raw for part in self._tokens[index : index + 3])
            self._text.append(typed)
        return index + 3

    def _picture(self, url: str, token: Token) -> Image:
        alt = targets.unquoted(token.argument or "") or url.rstrip("/").rsplit("/", 1)[-1]
        return Image(addresses.escaped(self._links.rewrite(url)), alt)

    def _link(self, index: int, token: Token, partner: int) -> int:
        """A link with a label is a range; one without is its own text, or a picture."""
        assert token.tag is not None  # noqa: S101 - only text has none.
        name = token.tag.name
        inside = self._tokens[index + 1 : min(partner, index + 5)]
        typed = token.argument
        if typed is None:
            typed = targets.own_text(inside, partner - index)
        # Other tags inside an address: it is no address.
        made = None if typed is None else targets.link(name, typed, self._links)
        if typed is None or made is None:
            self._found.forget(index)
            self._text.append(token.raw)
            return index + 1
        if self._in_link or not (made.url and (self._features.may_link or name != "url")):
            self._flush()
            return index + 1
        self._start(index, made)
        if token.argument is None and inside[0].part is Part.TEXT:
            shown = made.url if made.bond is Bond.INTERNAL else typed.strip()
            self._emit([Text(addresses.short(shown))], self._formats)
            self._end(index)
            return partner + 1
        if len(inside) == 1 and inside[0].raw == token.argument:
            self._emit([Text(addresses.short(typed))], self._formats)
            self._end(index)
            return partner + 1
        return index + 1

    def _flush(self) -> None:
        if not self._text:
            return
        text = "".join(self._text)
        self._text = []
        position = 0
        for found in _LINE_ENDS.finditer(text):
            self._lines += 1
            if self._lines > MOST_LINES:
                break
            self._line(text[position : found.start()])
            self._builder.line_ends(found.group().count("\n"))
            position = found.end()
        self._line(text[position:])

    def _line(self, line: str) -> None:
        nodes = self._words.read(line, in_link=self._in_link > 0)
        for node in nodes:
            if isinstance(node, Text):
                node.text = with_kept_spaces(node.text)
        self._emit(nodes, self._formats)

    def _emit(self, nodes: list[Inline], formats: Formats) -> None:
        self._builder.words(nodes, formats)


def _format(token: Token) -> Format:
    assert token.tag is not None  # noqa: S101 - only text has none.
    argument = targets.unquoted(token.argument or "")
    if token.tag.mark is Mark.INK:
        return Format(Mark.INK, ink(argument))
    if token.tag.mark is Mark.SIZE:
        return Format(Mark.SIZE, targets.size(argument))
    return Format(token.tag.mark)
