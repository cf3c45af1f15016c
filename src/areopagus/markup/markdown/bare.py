"""Bare addresses, found before emphasis: in https://a.example/_x_/ the underscores are the address's."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from areopagus.markup import autolink

_SCHEME = re.compile(r"(?:https?|ftp)\Z", re.IGNORECASE)
_LONGEST_SCHEME = 5


def bare_addresses(parser: MarkdownIt) -> None:
    parser.inline.ruler.before("escape", "bare_address", _address)


def _address(state: StateInline, silent: bool) -> bool:
    """Called at each ":", where markdown-it's rule for plain text stops."""
    source, colon = state.src, state.pos
    if not source.startswith("://", colon) or state.linkLevel:
        return False
    scheme = _SCHEME.search(source[max(0, colon - _LONGEST_SCHEME) : colon])
    if scheme is None:
        return False
    start = colon - len(scheme.group())
    found = autolink.at(source, start)
    if found is None or found.end > state.posMax:
        return False
    if not silent:
        if not state.pending.endswith(scheme.group()):
            return False
        state.pending = state.pending.removesuffix(scheme.group())
        token = state.push("bare_address", "", 0)
        token.content = source[start : found.end]
    state.pos = found.end
    return True
