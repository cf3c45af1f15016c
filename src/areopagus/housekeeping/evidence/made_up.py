"""Names that no person would choose, as programs make them. One weak sign among others."""

from __future__ import annotations

import re

_LONG_NUMBER = re.compile(r"[A-Za-z]{3,}\d{3,}$")
_NO_VOWELS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}", re.IGNORECASE)
# Two capitals behind a name of one word: "JamesWalkerQB", "ElmerMaryTK".
_CAPITALS = re.compile(r"^(?:[A-Z][a-z]{2,}){1,3}[A-Z]{2}$")
_A_YEAR = re.compile(r"(?:19|20)\d\d$")


def is_made_up(name: str) -> bool:
    """Judged in Latin letters only: of other scripts we know too little. A year of birth is no sign."""
    if not name.isascii():
        return False
    by_number = _LONG_NUMBER.search(name) and not _A_YEAR.search(name)
    return bool(by_number or _NO_VOWELS.search(name) or _CAPITALS.match(name))
