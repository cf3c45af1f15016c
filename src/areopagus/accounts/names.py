"""What makes two names the same name.

A name is unique by its key (NFKC, case folded, blanks run together) and by its skeleton (look-alike
characters mapped to one another as in Unicode TS #39), so that "mоna" with a Cyrillic letter cannot
pose as "mona".
"""

from __future__ import annotations

import re
import unicodedata

from areopagus.core.verdict import ALLOWED, Verdict, denied

# Characters that would break a quotation or a mention of the name; FluxBB refuses them too.
FORBIDDEN = re.compile(
    r"[\[\]\"<>@]|[\x00-\x1f\x7f]|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
TAKEN_BY_THE_HOUSE = {"guest", "administrator", "moderator", "system"}
IP_ADDRESS = re.compile(r"\d{1,3}(\.\d{1,3}){3}")
# Leaves room in the columns for the mark behind it.
LONGEST_APART = 180
# Far longer than any name. To put accents in order takes the square of their number.
LOOKED_AT = 1000


def fitting(name: str, shortest: int, longest: int) -> Verdict:
    """Whether a newcomer may be called this, apart from others being called so already."""
    tidied = tidy(name)
    reasons = (
        (len(tidied) < shortest, f"A name has at least {shortest} characters."),
        (
            len(tidied) > longest,
            f"A name has at most {longest} characters; this has {len(tidied)}.",
        ),
        (FORBIDDEN.search(tidied), 'A name has no brackets, quotation marks, "@", "<" or ">".'),
        (key_of(tidied) in TAKEN_BY_THE_HOUSE, f"“{tidied}” means something else on this board."),
        (IP_ADDRESS.fullmatch(tidied), "A name cannot look like a network address."),
        (not any(c.isalnum() for c in tidied), "A name has at least one letter or digit."),
    )
    return next((denied(reason) for applies, reason in reasons if applies), ALLOWED)


def tidy(name: str) -> str:
    """The name as it is kept and shown: NFC, outer blanks gone, inner runs of blanks made one."""
    return unicodedata.normalize("NFC", " ".join(name.split())[:LOOKED_AT])


def key_of(name: str) -> str:
    return unicodedata.normalize("NFKC", tidy(name)).casefold()


def skeleton_of(name: str) -> str:
    """One spelling for all names that look alike. Not for showing; may be longer than the name."""
    folded = key_of(name)
    return "".join(_prototype(c) for c in unicodedata.normalize("NFD", folded))[:260]


def told_apart(spelling: str, member_id: int, taken: set[str]) -> str:
    """A key or skeleton that is nobody's yet, for a member whose own was another's when they came.

    Members who move in together may have names that are one here. Both keep the name that is shown.
    """
    apart, times = spelling, 0
    while apart in taken:
        times += 1
        apart = spelling[:LONGEST_APART] + _mark(member_id) * times
    return apart


def as_spelt(kept: str, member_id: int) -> str:
    """A kept key or skeleton without what told it apart from another's."""
    while kept.endswith(mark := _mark(member_id)):
        kept = kept.removesuffix(mark)
    return kept


def _mark(member_id: int) -> str:
    return f" ({member_id})"


def _prototype(character: str) -> str:
    # Six megabytes of tables, which a process that gives nobody a name need not hold.
    from confusable_homoglyphs import confusables

    found = confusables.is_confusable(character, greedy=True)
    if not found:
        return character
    latin = [h["c"] for h in found[0]["homoglyphs"] if h["c"].isascii()]
    return latin[0].casefold() if latin else character
