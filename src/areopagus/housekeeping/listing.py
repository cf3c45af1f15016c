"""The whole list as CSV, for whoever looks at it in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from areopagus.accounts.actors import Actor
from areopagus.core.spreadsheets import csv_lines
from areopagus.housekeeping import choosing
from areopagus.housekeeping.pages.preview import sorted_hits
from areopagus.housekeeping.permissions import insist_on_administrator

COLUMNS = ("id", "name", "registered", "last seen", "posts", "becomes", "rules", "signs")


def lines(actor: Actor, rule_ids: Sequence[str], asleep_years: int, sort: str) -> Iterator[str]:
    """Refused before the first line when the rules or the evidence are not good."""
    insist_on_administrator(actor)
    rules = choosing.rules_named(rule_ids)
    choosing.insist_on_fresh_evidence()
    return lines_of(sorted_hits(choosing.hits(rules, asleep_years), sort))


def lines_of(hits: Sequence[choosing.Hit]) -> Iterator[str]:
    return csv_lines(COLUMNS, map(_row, hits))


def _row(hit: choosing.Hit) -> Sequence[object]:
    return [
        hit.user_id,
        hit.name,
        f"{hit.registered_at:%Y-%m-%d}",
        f"{hit.last_seen_at:%Y-%m-%d}" if hit.last_seen_at else "unknown",
        hit.standing_posts,
        hit.state,
        " ".join(rule.id for rule in hit.rules),
        "; ".join(f"{sign}: {found}" for sign, found in hit.signs),
    ]
