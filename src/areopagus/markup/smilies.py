"""FluxBB's eighteen smilies, and the rules about what may stand around one."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Code: the name a screen reader says, the picture. The names are FluxBB's file names in words.
SMILIES = {
    ":)": ("smile", "🙂"), "=)": ("smile", "🙂"),
    ":|": ("neutral", "😐"), "=|": ("neutral", "😐"),
    ":(": ("sad", "🙁"), "=(": ("sad", "🙁"),
    ":D": ("big smile", "😃"), "=D": ("big smile", "😃"),
    ":o": ("yikes", "😮"), ":O": ("yikes", "😮"),
    ";)": ("wink", "😉"), ":/": ("hmm", "😕"),
    ":P": ("tongue", "😛"), ":p": ("tongue", "😛"),
    ":lol:": ("lol", "😂"), ":mad:": ("mad", "😠"),
    ":rolleyes:": ("roll", "🙄"), ":cool:": ("cool", "😎"),
}  # fmt: skip
_CODES = "|".join(re.escape(code) for code in sorted(SMILIES, key=len, reverse=True))
_FLUXBB = re.compile(rf"(?<!\S)(?:{_CODES})(?![^\W_])")
_FLUXBB12 = re.compile(rf"(?:{_CODES})")
_HINT = re.compile("[:;=]")


def find(text: str, *, fluxbb12: bool) -> Iterator[tuple[int, int]]:
    """Start and end of each smiley. The ends of `text` count as the ends of tags."""
    if not _HINT.search(text):
        return
    if not fluxbb12:
        for found in _FLUXBB.finditer(text):
            yield found.span()
        return
    for found in _FLUXBB12.finditer(text):
        start, end = found.span()
        if found.group() != ":p" and _apart(text[max(0, start - 2) : start], text[end : end + 2]):
            yield start, end


def _apart(before: str, after: str) -> bool:
    """1.2 wants one of the two characters on each side not to be part of a word."""
    return all(
        len(side) < 2 or any(not (c.isalnum() or c == "_") for c in side)  # noqa: PLR2004
        for side in (before, after)
    )
