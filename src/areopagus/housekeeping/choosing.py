"""Whom the chosen rules would hit, by the evidence as it was gathered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q

from areopagus.core.clock import now
from areopagus.core.verdict import Refused
from areopagus.housekeeping.models import Chosen, Evidence, State, Sweep
from areopagus.housekeeping.permissions import FRESH
from areopagus.housekeeping.rules import BY_ID, Case, Rule, found_in

YEAR = timedelta(days=365.25)
COLUMNS = (
    "user_id", "user__name", "user__registered_at", "user__last_seen_at", "user__last_visit_at",
    "user__dormant_at", "user__quarantined_at", "signs", "shields", "standing_posts",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """One member and the rules that hold for them. Whoever is quarantined is not set to rest as well."""

    user_id: int
    name: str
    registered_at: datetime
    last_seen_at: datetime | None
    standing_posts: int
    state: State
    rules: Sequence[Rule]
    signs: Sequence[tuple[str, str]]


def rules_named(ids: Sequence[str]) -> list[Rule]:
    """Refused says which there are."""
    if not ids:
        raise Refused("Choose at least one rule.")
    if unknown := [name for name in ids if name not in BY_ID]:
        raise Refused(
            f"There is no rule called {', '.join(unknown)}. There are: {', '.join(BY_ID)}."
        )
    return [rule for rule in BY_ID.values() if rule.id in ids]


def insist_on_fresh_evidence() -> datetime:
    """When it was gathered."""
    newest = Evidence.objects.order_by("gathered_at").values_list("gathered_at", flat=True).first()
    if newest is None:
        raise Refused("Nothing has been found out yet. Gather the evidence first.")
    if newest < now() - FRESH:
        raise Refused("The evidence is older than a day. Gather it anew first.")
    return newest


def hits(rules: Sequence[Rule], asleep_years: int) -> Iterator[Hit]:
    """One query. Whoever is in that state already is not hit again."""
    before = now() - asleep_years * YEAR
    rows = Evidence.objects.order_by("user_id").values_list(*COLUMNS)
    for row in rows.iterator(chunk_size=2000):
        hit = _hit(row, rules, before)
        if hit is not None:
            yield hit


def _hit(row: tuple[Any, ...], rules: Sequence[Rule], before: datetime) -> Hit | None:
    user_id, name, registered, seen, visit, dormant, quarantined, signs, shields, posts = row
    last_seen = seen or visit
    case = Case(
        signs=frozenset(sign for sign, _ in signs),
        shields=frozenset(shield for shield, _ in shields),
        is_silent=posts == 0,
        last_seen_at=last_seen,
    )
    held = [] if quarantined else found_in(case, rules, before)
    if dormant:
        held = [rule for rule in held if rule.state != State.DORMANT]
    if not held:
        return None
    state = max((rule.state for rule in held), key=lambda state: state == State.QUARANTINED)
    held = [rule for rule in held if rule.state == state]
    return Hit(user_id, name, registered, last_seen, posts, state, held, signs)


def still_to_touch(sweep: Sweep) -> list[Chosen]:
    """Whoever is not kept by their own word, by an administrator's, or by having come since."""
    awake = Q(user__last_seen_at__gt=F("sweep__planned_at"))
    waiting = sweep.chosen.filter(kept_at=None, spared_at=None).exclude(awake)
    return list(waiting.order_by("user_id"))
