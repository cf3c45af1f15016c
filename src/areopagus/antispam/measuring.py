"""How right the classifier was, by the verdicts of moderators since; with how sure one can be of that."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from areopagus.antispam.training import OWN_JUDGES, cleaned
from areopagus.boards.models import HeldWriting, Post
from areopagus.core.clock import now

NEWEST = 2000
# For 95 % of the cases.
Z = 1.96


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, and between which shares the truth lies with 95 % confidence (Wilson)."""

    right: int
    of: int

    @property
    def value(self) -> float:
        return self.right / self.of if self.of else 0.0

    @property
    def bounds(self) -> tuple[float, float]:
        if not self.of:
            return 0.0, 1.0
        n, p = self.of, self.value
        middle = p + Z * Z / (2 * n)
        spread = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        whole = 1 + Z * Z / n
        return max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole)

    def __str__(self) -> str:
        low, high = self.bounds
        return f"{self.value:.0%} ({self.right} of {self.of}; between {low:.0%} and {high:.0%})"


@dataclass(frozen=True, slots=True)
class Measures:
    """`precision`: of what it held, how much was spam. `recall`: of the spam there was, how much it held."""

    precision: Share
    recall: Share


def measures() -> Measures:
    """Two queries. Whatever was held was weighed, for whatever reason it was held; what got through and was
    cleaned up later was missed.
    """
    found = HeldWriting.objects.filter(decision__in=["approved", "rejected"])
    rows = found.order_by("-pk").values_list("decision", "judgements", "held_at")[:NEWEST]
    since, held, both, spam = now(), 0, 0, 0
    for decision, judgements, held_at in rows:
        judges = {said["judge"] for said in judgements}
        if OWN_JUDGES & judges:
            by_words, is_spam = "classifier" in judges, decision == "rejected"
            held, spam, both = held + by_words, spam + is_spam, both + (by_words and is_spam)
        since = held_at
    missed = Post.objects.filter(cleaned(), posted_at__gte=since).count()
    return Measures(Share(both, held), Share(both, spam + missed))
