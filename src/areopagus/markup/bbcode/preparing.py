"""The tokens of a source as they are read: characters of 1.2, signatures, empty tags."""

from __future__ import annotations

import re
from dataclasses import replace

from areopagus.markup.bbcode import matching, tokens
from areopagus.markup.bbcode.tags import Grammar
from areopagus.markup.bbcode.tokens import Part, Token
from areopagus.markup.contract import Features

_REFERENCE = re.compile(r"&#([0-9]{2,7});")
# What a signature of a few lines has no room for; FluxBB refuses it, here it stays as typed.
_NOT_IN_SIGNATURES = frozenset({
    "quote", "code", "list", "*", "h", "table", "tr", "td", "th", "spoiler", "youtube", "hr",
})  # fmt: skip


def prepared(source: str, grammar: Grammar, features: Features) -> list[Token]:
    found = tokens.scan(source, grammar)
    if grammar.fluxbb12:
        found = [_with_characters(token) for token in found]
    if features.signature:
        found = [_as_typed_in_signature(token) for token in found]
    return matching.without_empty_tags(found)


def _with_characters(token: Token) -> Token:
    """1.2 let numeric character references through everywhere."""
    if "&#" not in token.raw:
        return token
    argument = token.argument and _REFERENCE.sub(_character, token.argument)
    return replace(token, raw=_REFERENCE.sub(_character, token.raw), argument=argument)


def _character(reference: re.Match[str]) -> str:
    code = int(reference.group(1))
    character = chr(code) if code <= 0x10FFFF else ""  # noqa: PLR2004 - the end of Unicode.
    return character if character.isprintable() and character else reference.group()


def _as_typed_in_signature(token: Token) -> Token:
    if token.tag is None or token.tag.name not in _NOT_IN_SIGNATURES:
        return token
    if token.part is not Part.RAW:
        return Token(Part.TEXT, token.raw)
    argument = f"={token.argument}" if token.argument else ""
    name = token.tag.name
    return Token(Part.TEXT, f"[{name}{argument}]{token.raw}[/{name}]")
