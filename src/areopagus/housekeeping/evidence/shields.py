"""What speaks for a person. A strong shield keeps an account whatever the signs; a weak one where nothing that was written speaks against them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from areopagus.housekeeping.evidence.facts import Facts

ANSWERS = 2
CLEAN_POSTS = 3
CLEAN_DAYS = 2
LATER = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Shield:
    id: str
    sentence: str
    holds: Callable[[Facts], bool]
    is_strong: bool = False


def _wrote_cleanly(facts: Facts) -> bool:
    writing = facts.writing
    clean = writing.standing - facts.foreign_posts
    return clean >= CLEAN_POSTS and len(writing.days) >= CLEAN_DAYS and clean > facts.foreign_posts


def _came_back(facts: Facts) -> bool:
    seen = facts.last_seen_at
    return seen is not None and seen > facts.registered_at + LATER


SHIELDS = (
    Shield("staff", "Is or was staff", lambda facts: facts.is_staff, is_strong=True),
    Shield("established", "Wrote much, on many days", lambda facts: facts.is_established, is_strong=True),
    Shield("quoted", "Was quoted by an established member", lambda facts: bool(facts.quoted_by), is_strong=True),
    Shield("answered", "Established members answered in their topics", lambda facts: len(facts.answered_by) >= ANSWERS, is_strong=True),
    Shield("said-keep", "Said “keep me” when they were written to", lambda facts: facts.said_keep, is_strong=True),
    Shield("cleared", "Was quarantined once and brought back", lambda facts: facts.was_cleared, is_strong=True),
    Shield("wrote-cleanly", "Wrote several posts that lead nowhere, on several days", _wrote_cleanly),
    Shield("came-back", "Came back on a later day", _came_back),
    Shield("watches", "Watches topics or forums", lambda facts: facts.watches),
    Shield("letters", "Wrote letters to members", lambda facts: facts.wrote_letters),
    Shield("avatar", "Has an avatar", lambda facts: facts.has_avatar),
    Shield("known-network", "Came from where an established member writes from", lambda facts: facts.from_known_network),
)  # fmt: skip
STRONG = frozenset(shield.id for shield in SHIELDS if shield.is_strong)
