"""The rules of a sweep: what has to be found together so that a state may change. Each has its test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from areopagus.housekeeping.evidence.shields import STRONG
from areopagus.housekeeping.evidence.signs import KINDS
from areopagus.housekeeping.models import State

# Spam comes in numbers: one person with a page of their own and a strange name is no spammer.
COMPANY = frozenset({"copies", "same-target", "burst", "dead-burst", "same-mail", "throwaway-mail"})
DEAD = frozenset({"dead-burst", "same-mail"})
WORDS = frozenset({"adverts", "copies", "slipped-in", "taken-down"})
# A person who wrote several clean posts has not come for one advert.
CONVERSATION = frozenset({"wrote-cleanly"})


@dataclass(frozen=True, slots=True)
class Case:
    """An account before the rules. `is_silent`: nothing of theirs stands."""

    signs: frozenset[str]
    shields: frozenset[str]
    is_silent: bool
    last_seen_at: datetime | None

    def kinds_besides(self, *kinds: str) -> int:
        return len({KINDS[sign] for sign in self.signs if sign in KINDS} - set(kinds))


@dataclass(frozen=True, slots=True)
class Rule:
    """`holds` is asked with the moment before which somebody counts as asleep."""

    id: str
    state: State
    sentence: str
    holds: Callable[[Case, datetime], bool]


def _is_asleep(case: Case, before: datetime) -> bool:
    return (
        case.last_seen_at is not None and case.last_seen_at < before and "staff" not in case.shields
    )


def _advertises(case: Case, _: datetime) -> bool:
    is_shielded = case.shields & (STRONG | CONVERSATION)
    found = case.signs & WORDS and case.signs & COMPANY and case.kinds_besides("words")
    return bool(found) and not is_shielded


def _leads_away(case: Case, _: datetime) -> bool:
    is_shielded = case.shields & (STRONG | CONVERSATION)
    return "same-target" in case.signs and case.kinds_besides("targets") >= 1 and not is_shielded


def _is_a_signpost(case: Case, _: datetime) -> bool:
    found = "profile-link" in case.signs and case.signs & COMPANY
    return bool(found) and case.is_silent and not case.shields


def _never_arrived(case: Case, _: datetime) -> bool:
    agree = case.signs & DEAD or (case.signs & COMPANY and case.kinds_besides("visits") > 1)
    return "never-back" in case.signs and bool(agree) and case.is_silent and not case.shields


RULES = (
    Rule("asleep", State.DORMANT, "Has not been here for years", _is_asleep),
    Rule("advertises", State.QUARANTINED, "What they wrote looks like spam, others like them did the same, and nobody talked with them", _advertises),
    Rule("same-target", State.QUARANTINED, "Several unknown accounts lead to one place, this one too, and another kind of sign agrees", _leads_away),
    Rule("signpost", State.QUARANTINED, "Nothing but a link in the profile, one of many that came alike; nothing speaks for a person", _is_a_signpost),
    Rule("never-arrived", State.QUARANTINED, "Wrote nothing, never came back, one of many that came alike; nothing speaks for a person", _never_arrived),
)  # fmt: skip
BY_ID = {rule.id: rule for rule in RULES}


def found_in(case: Case, chosen: Sequence[Rule], asleep_before: datetime) -> list[Rule]:
    return [rule for rule in chosen if rule.holds(case, asleep_before)]
