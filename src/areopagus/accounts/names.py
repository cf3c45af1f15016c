"""What makes two names the same name.

A name is unique by its key (NFKC, case folded, blanks run together) and by its skeleton (look-alike
characters mapped to one another as in Unicode TS #39), so that "mоna" with a Cyrillic letter cannot
pose as "mona".
"""

from __future__ import annotations

import unicodedata

from confusable_homoglyphs import confusables


def tidy(name: str) -> str:
    """The name as it is kept and shown: NFC, outer blanks gone, inner runs of blanks made one."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def key_of(name: str) -> str:
    return unicodedata.normalize("NFKC", tidy(name)).casefold()


def skeleton_of(name: str) -> str:
    """One spelling for all names that look alike. Not for showing; may be longer than the name."""
    folded = key_of(name)
    return "".join(_prototype(c) for c in unicodedata.normalize("NFD", folded))[:260]


def _prototype(character: str) -> str:
    found = confusables.is_confusable(character, greedy=True)
    if not found:
        return character
    latin = [h["c"] for h in found[0]["homoglyphs"] if h["c"].isascii()]
    return latin[0].casefold() if latin else character
