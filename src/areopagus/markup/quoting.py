"""The text with which a reply form begins when somebody quotes a post."""

from __future__ import annotations

import re
from collections.abc import Iterator

from areopagus.markup.bbcode import matching, tokens
from areopagus.markup.bbcode.tags import BBCODE, MOST_BLOCKS, Kind
from areopagus.markup.bbcode.tokens import Part, Token
from areopagus.markup.contract import Dialect
from areopagus.markup.rendering import render

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#+!|~$@&^-])")
_SPECIAL_WORDS = re.compile(r"([\\`*_\[\]<|~$])")


def quote(
    source: str, dialect: Dialect, name: str, post_id: int, into: Dialect | None = None
) -> str:
    """A quotation of `source`, written in `dialect`, for a text in `into` (the same if None).

    From one language into the other goes the plain text.
    """
    into = into or dialect
    source = source.replace("\r\n", "\n").replace("\r", "\n").strip()
    if into is Dialect.MARKDOWN:
        text = source if dialect is into else _SPECIAL_WORDS.sub(r"\\\1", _plain(source, dialect))
        return _markdown(text, name, post_id)
    text = _plain(source, dialect) if dialect is Dialect.MARKDOWN else source
    text = _balanced(text)
    # No argument goes on over a line end: an unfinished tag cannot swallow the end of the quotation.
    ending = "\n" if text.rfind("[") > text.rfind("]") else ""
    return f"[quote={argument_of(name)} post={post_id}]{text}{ending}[/quote]\n"


def _plain(source: str, dialect: Dialect) -> str:
    return render(source, dialect).text.strip()


def _markdown(text: str, name: str, post_id: int) -> str:
    said = SPECIAL.sub(r"\\\1", name)
    lines = [f"**{said}** wrote (post {post_id}):", "", *text.split("\n")]
    return "".join(f"> {line}".rstrip() + "\n" for line in lines) + "\n"


def argument_of(name: str) -> str:
    """A name with brackets or marks of its own in marks, as FluxBB does it."""
    name = name.replace("\n", " ")
    mark = '"' if "'" in name else "'"
    needs = any(c in name for c in "[]") or name[:1] in ('"', "'") or " post=" in name
    return f"{mark}{name}{mark}" if needs else name


def _balanced(source: str) -> str:
    """`source` without what would reach out of the quotation, and pictures as their addresses."""
    cut = tokens.scan(source, BBCODE)
    found = matching.match(cut, quote_depth=MOST_BLOCKS)
    return "".join(_pieces(cut, found)).strip()


def _pieces(cut: list[Token], found: matching.Matches) -> Iterator[str]:
    for index, token in enumerate(cut):
        partner = found.partner[index]
        if token.part is Part.TEXT or token.tag is None:
            yield token.raw
        elif token.part is Part.RAW:
            argument = f"={token.argument}" if token.argument else ""
            yield f"[{token.tag.name}{argument}]{token.raw}[/{token.tag.name}]"
        elif token.tag.name == "quote":
            if 0 <= partner < len(cut) and found.partner[partner] == index:
                yield token.raw
        elif token.tag.kind is Kind.RAW or (token.tag.kind is Kind.IMAGE and partner >= 0):
            continue
        else:
            yield token.raw
