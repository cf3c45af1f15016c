"""`$…$` and `$$…$$` for markdown-it, by pandoc's rule for dollars.

The first `$` has no space after it, the last none before it and no digit after it, so that
"it costs $5 or $6" stays what it is.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from areopagus.markup.formulas import LONGEST

DIGITS = tuple("0123456789")


def dollars(parser: MarkdownIt) -> None:
    parser.inline.ruler.after("escape", "formula", _formula)


def _formula(state: StateInline, silent: bool) -> bool:
    source, start = state.src, state.pos
    if source[start] != "$" or (start and source[start - 1] == "$"):
        return False
    fence = "$$" if source.startswith("$$", start) else "$"
    inside = start + len(fence)
    end = _end(source, inside, min(state.posMax, inside + LONGEST), fence)
    if end < 0:
        return False
    if not silent:
        token = state.push("formula", "", 0)
        token.content = source[inside:end].strip()
        token.meta = {"display": fence == "$$"}
    state.pos = end + len(fence)
    return True


def _end(source: str, start: int, limit: int, fence: str) -> int:
    """Where the closing fence is, or -1. Only the first one that is not escaped is tried."""
    if fence == "$" and source[start : start + 1] in ("", " ", "\n", "\t"):
        return -1
    end = source.find(fence, start, limit)
    while end > start and source[end - 1] == "\\":
        end = source.find(fence, end + 1, limit)
    if end <= start or not source[start:end].strip():
        return -1
    after = source[end + 1 : end + 2]
    if fence == "$" and (source[end - 1].isspace() or after == "$" or after in DIGITS):
        return -1
    return end
