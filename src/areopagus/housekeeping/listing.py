"""The whole list as CSV, for whoever looks at it in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence

from areopagus.accounts.actors import Actor
from areopagus.housekeeping import choosing
from areopagus.housekeeping.pages.preview import sorted_hits
from areopagus.housekeeping.permissions import insist_on_administrator

COLUMNS = ("id", "name", "registered", "last seen", "posts", "becomes", "rules", "signs")
# What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Line:
    """What csv.writer writes to; it answers the line."""

    def write(self, line: str) -> str:
        return line


def lines(actor: Actor, rule_ids: Sequence[str], asleep_years: int, sort: str) -> Iterator[str]:
    """Refused before the first line when the rules or the evidence are not good."""
    insist_on_administrator(actor)
    rules = choosing.rules_named(rule_ids)
    choosing.insist_on_fresh_evidence()
    return lines_of(sorted_hits(choosing.hits(rules, asleep_years), sort))


def lines_of(hits: Sequence[choosing.Hit]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield writer.writerow(COLUMNS)
    for hit in hits:
        signs = "; ".join(f"{sign}: {found}" for sign, found in hit.signs)
        yield writer.writerow(
            [
                hit.user_id,
                _plain(hit.name),
                f"{hit.registered_at:%Y-%m-%d}",
                f"{hit.last_seen_at:%Y-%m-%d}" if hit.last_seen_at else "unknown",
                hit.standing_posts,
                hit.state,
                " ".join(rule.id for rule in hit.rules),
                _plain(signs),
            ]
        )


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
