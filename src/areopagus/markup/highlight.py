"""Code in a named language, coloured by Pygments with classes. Nothing is guessed."""

from __future__ import annotations

from html import escape

from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES
from pygments.util import ClassNotFound

# Pygments needs about a second for 100 kB; longer code is shown plain.
LONGEST = 20_000


def highlighted(code: str, language: str) -> str | None:
    """HTML of spans with Pygments' short classes, or None: unknown language or too long."""
    if not language or len(code) > LONGEST:
        return None
    try:
        lexer = get_lexer_by_name(language.lower(), stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
    out: list[str] = []
    for kind, piece in lexer.get_tokens(code):
        text = text_of(piece)
        while kind not in STANDARD_TYPES and kind.parent is not None:
            kind = kind.parent  # noqa: PLW2901 - the nearest known kind.
        css = STANDARD_TYPES.get(kind, "")
        out.append(f'<span class="{css}">{text}</span>' if css and piece.strip() else text)
    return "".join(out)


def text_of(text: str) -> str:
    """`text` escaped exactly as the wall writes it, so that the wall changes nothing."""
    return escape(text, quote=False).replace("\u00a0", "&nbsp;")
