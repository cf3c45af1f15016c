"""FluxBB's eighteen smilies, a board's own, and the rules about what may stand around one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from areopagus.markup.contract import OwnSmiley

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
_HINT = re.compile("[:;=]")


@dataclass(frozen=True, slots=True)
class _Known:
    """The codes of one board. `hint` is quick to look for and stands in every one of them."""

    own: Mapping[str, OwnSmiley]
    hint: re.Pattern[str]
    fluxbb: re.Pattern[str]
    fluxbb12: re.Pattern[str]


def own_of(own: tuple[OwnSmiley, ...]) -> Mapping[str, OwnSmiley]:
    return _known(own).own


def find(
    text: str, *, fluxbb12: bool, own: tuple[OwnSmiley, ...] = ()
) -> Iterator[tuple[int, int]]:
    """Start and end of each smiley. The ends of `text` count as the ends of tags."""
    known = _known(own)
    if not known.hint.search(text):
        return
    if not fluxbb12:
        for found in known.fluxbb.finditer(text):
            yield found.span()
        return
    for found in known.fluxbb12.finditer(text):
        start, end = found.span()
        # A board of 1.2 may have had ":p" as its own.
        is_known = found.group() != ":p" or ":p" in known.own
        if is_known and _apart(text[max(0, start - 2) : start], text[end : end + 2]):
            yield start, end


@lru_cache(maxsize=4)
def _known(own: tuple[OwnSmiley, ...]) -> _Known:
    codes = sorted({*SMILIES, *(smiley.code for smiley in own)}, key=len, reverse=True)
    any_code = "|".join(map(re.escape, codes))
    return _Known(
        own={smiley.code: smiley for smiley in own},
        hint=re.compile(any_code) if own else _HINT,
        fluxbb=re.compile(rf"(?<!\S)(?:{any_code})(?![^\W_])"),
        fluxbb12=re.compile(rf"(?:{any_code})"),
    )


def _apart(before: str, after: str) -> bool:
    """1.2 wants one of the two characters on each side not to be part of a word."""
    return all(
        len(side) < 2 or any(not (c.isalnum() or c == "_") for c in side)  # noqa: PLR2004
        for side in (before, after)
    )
