"""markdown-it's inline tokens into the tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from areopagus.markup import addresses
from areopagus.markup.contract import Features, Links
from areopagus.markup.tree import (
    Bond,
    Break,
    Formula,
    Image,
    Inline,
    InlineCode,
    Link,
    Mark,
    NoteMark,
    Styled,
    Text,
)
from areopagus.markup.words import Words

# Emphasis nested deeper than this shows no difference any more.
DEEPEST = 20
_MARKS = {"strong": Mark.STRONG, "em": Mark.EMPHASIS, "s": Mark.STRIKE}


class Inlines:
    """Reads the inline tokens of one post; `refs` counts the marks of each footnote."""

    def __init__(self, links: Links, features: Features) -> None:
        self._links = links
        self._features = features
        self._words = Words(links, features)
        self.refs: Counter[int] = Counter()

    def plain(self, text: str) -> list[Inline]:
        return self._words.read(text)

    def read(self, tokens: Sequence[Token]) -> list[Inline]:
        root: list[Inline] = []
        opened: list[list[Inline]] = [root]
        links = too_deep = 0
        for token in _joined(tokens):
            here = opened[-1]
            if token.nesting == 1:
                links += token.type == "link_open"
                if len(opened) > DEEPEST:
                    too_deep += 1
                    continue
                opened.append(self._open(token, here))
            elif token.nesting == -1:
                links -= token.type == "link_close"
                if too_deep:
                    too_deep -= 1
                else:
                    opened.pop()
            else:
                here += self._leaf(token, in_link=links > 0)
        return root

    def _open(self, token: Token, here: list[Inline]) -> list[Inline]:
        """The list for what stands inside; that of the parent when a link cannot be made."""
        if token.type != "link_open":
            styled = Styled(_MARKS[token.tag])
            here.append(styled)
            return styled.children
        url = str(token.attrs.get("href", ""))
        relative_nowhere = url == ""
        if not self._features.may_link or not (relative_nowhere or addresses.allowed(url)):
            return here
        bond = Bond.MAIL if url.lower().startswith("mailto:") else Bond.ADDRESS
        title = str(token.attrs.get("title", ""))
        link = Link(addresses.escaped(self._links.rewrite(url)), bond, title)
        here.append(link)
        return link.children

    def _leaf(self, token: Token, *, in_link: bool) -> list[Inline]:  # noqa: PLR0911
        match token.type:
            case "text":
                if token.info == "auto":
                    return [Text(addresses.short(token.content))]
                return self._words.read(token.content, in_link=in_link)
            case "bare_address":
                return self._words.address(token.content)
            case "softbreak" if not self._features.line_breaks:
                return [Text("\n")]
            case "softbreak" | "hardbreak":
                return [Break()]
            case "code_inline":
                return [InlineCode(token.content)]
            case "formula":
                return [Formula(token.content, display=token.meta["display"])]
            case "image":
                return self._image(token, in_link=in_link)
            case "footnote_ref":
                number, ref = token.meta["id"] + 1, token.meta["subId"]
                self.refs[number] += 1
                return [NoteMark(number, ref)]
            case _:
                return []

    def _image(self, token: Token, *, in_link: bool) -> list[Inline]:
        url = addresses.escaped(str(token.attrs.get("src", "")))
        alt = "".join(_alternative(token.children or []))
        title = str(token.attrs.get("title", ""))
        shown = addresses.is_relative(url) or addresses.is_image(url)
        if self._features.images and shown and addresses.allowed(url):
            return [Image(addresses.escaped(self._links.rewrite(url)), alt, title)]
        label: list[Inline] = [Text(alt or addresses.short(url))]
        if in_link or not (self._features.may_link and addresses.allowed(url)):
            return label
        return [Link(url, title=title, children=label)]


def _joined(tokens: Sequence[Token]) -> Iterator[Token]:
    """Neighbouring texts as one, so that an address is not cut at an escaped character."""
    text: Token | None = None
    auto = False
    for token in tokens:
        if token.type == "text" and not auto:
            if text is None:
                text = Token("text", "", 0, content=token.content)
            else:
                text.content += token.content
            continue
        if text is not None and text.content:
            yield text
        text = None
        if token.type == "text":
            yield Token("text", "", 0, content=token.content, info="auto")
        else:
            auto = token.type == "link_open" and token.info == "auto"
            yield token
    if text is not None and text.content:
        yield text


def _alternative(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "code_inline"):
            yield token.content
        elif token.type == "image":
            yield from _alternative(token.children or [])
        elif token.type in ("softbreak", "hardbreak"):
            yield "\n"
