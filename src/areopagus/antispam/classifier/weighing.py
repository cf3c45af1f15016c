"""How much each sign speaks for spam, and how much all of them do together.

Robinson's estimate for each sign and Fisher's test over the strongest (as in SpamBayes): a sign that was
seen seldom says little, and a text of which nothing is known lies in the middle.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import nlargest
from math import exp, log

# What is believed of a sign never seen, and how many sightings that belief is worth.
UNKNOWN, BELIEF = 0.5, 0.45
# Only signs this far from the middle count, and only the strongest.
WORTH, STRONGEST = 0.1, 60
MOST_KNOWN = 20_000


@dataclass(frozen=True, slots=True)
class Weighed:
    """`share` is 0 for talk and 1 for spam. `for_spam` are the signs that speak most for it."""

    share: float
    for_spam: tuple[str, ...]


@dataclass(slots=True)
class Model:
    """In how many texts of spam and of talk each sign was seen."""

    spam: int = 0
    talk: int = 0
    seen: dict[str, list[int]] = field(default_factory=dict)

    def learn(self, signs: Iterable[str], *, is_spam: bool) -> None:
        self.spam += is_spam
        self.talk += not is_spam
        for sign in signs:
            self.seen.setdefault(sign, [0, 0])[not is_spam] += 1

    def forget_the_seldom(self) -> None:
        """Keeps it bounded: signs seen once go first."""
        if len(self.seen) > MOST_KNOWN:
            kept = nlargest(MOST_KNOWN, self.seen.items(), key=lambda pair: sum(pair[1]))
            self.seen = dict(kept)

    def weigh(self, signs: Iterable[str]) -> Weighed:
        each = [(self._of(sign), sign) for sign in signs if sign in self.seen]
        telling = [pair for pair in each if abs(pair[0] - UNKNOWN) >= WORTH]
        strongest = nlargest(STRONGEST, telling, key=lambda pair: abs(pair[0] - UNKNOWN))
        for_spam = nlargest(6, (pair for pair in strongest if pair[0] > UNKNOWN))
        return Weighed(_together([p for p, _ in strongest]), tuple(sign for _, sign in for_spam))

    def _of(self, sign: str) -> float:
        spam, talk = self.seen[sign]
        in_spam, in_talk = spam / max(1, self.spam), talk / max(1, self.talk)
        share = in_spam / (in_spam + in_talk)
        seen = spam + talk
        return (BELIEF * UNKNOWN + seen * share) / (BELIEF + seen)


def train(lessons: Iterable[tuple[Iterable[str], bool]]) -> Model:
    """Of pairs: the signs of a text, and whether it is spam."""
    model = Model()
    for signs, is_spam in lessons:
        model.learn(signs, is_spam=is_spam)
    model.forget_the_seldom()
    return model


def _together(shares: list[float]) -> float:
    if not shares:
        return UNKNOWN
    degrees = 2 * len(shares)
    spam = 1 - _chance(-2 * sum(log(1 - p) for p in shares), degrees)
    talk = 1 - _chance(-2 * sum(log(p) for p in shares), degrees)
    return (1 + spam - talk) / 2


def _chance(chi_squared: float, degrees: int) -> float:
    """How likely so much is by chance alone; `degrees` is even."""
    half = chi_squared / 2
    total = term = exp(-half)
    for step in range(1, degrees // 2):
        term *= half / step
        total += term
    return min(total, 1.0)
