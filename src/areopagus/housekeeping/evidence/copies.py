"""Texts that are nearly the same, found without comparing each with each.

Of the pieces of nine letters in a text the few with the smallest hashes are kept, its *sketch* (Broder,
"On the resemblance and containment of documents", 1997). Nearly the same texts have nearly the same
sketch, and share some of its smallest hashes. Letters and not words, so that it works without spaces.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from heapq import nsmallest

PIECE = 9
LOOKED_AT = 400
SKETCH = 12
ALIKE = 8
# Of a thousand copies a few say as much as all, and comparing all with all would take for ever.
ENOUGH = 30
# Shorter ones are alike by chance: "thank you very much".
SHORTEST = 60
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
# Spammers change the address and leave the words.
_TAG = re.compile(r"\[[^\]\n]{0,300}\]")

Sketch = tuple[int, ...]


def sketch_of(text: str) -> Sketch | None:
    """None for a text that is too short to tell anything. Only good within one process."""
    words = _TAG.sub("", _ADDRESS.sub("", text[: 4 * LOOKED_AT]))
    letters = _NOT_LETTERS.sub("", words).casefold()[:LOOKED_AT]
    if len(letters) < SHORTEST:
        return None
    pieces = {hash(letters[at : at + PIECE]) for at in range(len(letters) - PIECE + 1)}
    return tuple(nsmallest(SKETCH, pieces))


def copiers(sketches: Mapping[int, Sequence[Sketch]]) -> dict[int, set[int]]:
    """Account to the other accounts that wrote nearly the same; to ENOUGH of them when they are many."""
    having: defaultdict[int, list[tuple[int, Sketch]]] = defaultdict(list)
    for account, some in sketches.items():
        for sketch in some:
            for piece in sketch[: SKETCH - ALIKE + 1]:
                if len(having[piece]) < ENOUGH:
                    having[piece].append((account, sketch))
    found: defaultdict[int, set[int]] = defaultdict(set)
    for account, some in sketches.items():
        for sketch in some:
            found[account] |= _alike(account, sketch, having)
    return {account: others for account, others in found.items() if others}


def _alike(
    account: int, sketch: Sketch, having: Mapping[int, Sequence[tuple[int, Sketch]]]
) -> set[int]:
    near = {one for piece in sketch[: SKETCH - ALIKE + 1] for one in having[piece]}
    pieces = set(sketch)
    return {
        other for other, its in near if other != account and len(pieces.intersection(its)) >= ALIKE
    }
