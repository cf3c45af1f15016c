"""Code in a named language, coloured by Pygments with classes. Nothing is guessed."""

from __future__ import annotations

import re
from html import escape
from time import perf_counter

from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES
from pygments.util import ClassNotFound

# Pygments needs about a second for 100 kB of ordinary code; longer code is shown plain. Most of its
# languages take time with the square of a long line or a long blank (measured: 10,000 slashes in
# C or colons in INI take over a second), so code that has such is shown plain too.
LONGEST, LONGEST_LINE = 10_000, 300
# A few languages (Java, C#) are still slow with thousands of short lines that mean nothing. A clock is
# not the same everywhere, but ordinary code of this length needs a tenth of this.
LONGEST_SECONDS = 0.3
_LONG_BLANK = re.compile(r"\s{100}")


def highlighted(code: str, language: str) -> str | None:
    """HTML of spans with Pygments' short classes, or None: unknown language, too long or too slow."""
    if not language or not _is_ordinary(code):
        return None
    try:
        lexer = get_lexer_by_name(language.lower(), stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
    out: list[str] = []
    end = perf_counter() + LONGEST_SECONDS
    for kind, piece in lexer.get_tokens(code):
        if perf_counter() > end:
            return None
        text = text_of(piece)
        while kind not in STANDARD_TYPES and kind.parent is not None:
            kind = kind.parent  # noqa: PLW2901 - the nearest known kind.
        css = STANDARD_TYPES.get(kind, "")
        out.append(f'<span class="{css}">{text}</span>' if css and piece.strip() else text)
    return "".join(out)


def _is_ordinary(code: str) -> bool:
    return (
        len(code) <= LONGEST
        and max(map(len, code.split("\n"))) <= LONGEST_LINE
        and not _LONG_BLANK.search(code)
    )


def text_of(text: str) -> str:
    """`text` escaped exactly as the wall writes it, so that the wall changes nothing."""
    return escape(text, quote=False).replace("\u00a0", "&nbsp;")
