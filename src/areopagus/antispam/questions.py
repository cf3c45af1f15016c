"""The board's own questions: read from the option, asked one at a time, answers compared as people mean them."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from areopagus.antispam.options import QUESTIONS
from areopagus.core.options import makes_sense

LONGEST = 200
Asked = Mapping[str, frozenset[str]]


def questions() -> Asked:
    """Each question with its answers, folded."""
    return read(QUESTIONS.get())


@lru_cache(maxsize=8)
def read(text: str) -> Asked:
    """ValueError says in a sentence which line makes no sense."""
    found: dict[str, frozenset[str]] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        question, _, said = line.rpartition("=")
        answers = frozenset(filter(None, map(folded, said.split(";"))))
        if not question.strip() or not answers:
            raise ValueError(
                f"A question needs a “=” and an answer after it: “{line[:60]}” has none"
            )
        if len(question) > LONGEST:
            raise ValueError(
                f"A question has at most {LONGEST} characters: “{line[:60]}…” has more"
            )
        found[question.strip()] = answers
    return found


def another(than: str = "") -> str:
    """A question by chance, not the one before if there is another; "" when the board asks none."""
    return secrets.choice([q for q in questions() if q != than] or [*questions(), ""][:1])


def is_answered(question: str, said: str) -> bool:
    return folded(said) in questions().get(question, ())


def folded(text: str) -> str:
    """Without case, accents, punctuation and blanks at the ends: “ MÁRS. ” is “mars”."""
    apart = unicodedata.normalize("NFKD", text[:LONGEST].casefold())
    plain = "".join(c for c in apart if not unicodedata.combining(c))
    return " ".join(unicodedata.normalize("NFC", plain).split()).strip(" .,!?\"'«»“”。！？")


@makes_sense
def _can_be_read() -> None:
    questions()
