"""What rules would do, before anything is planned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any
from urllib.parse import urlencode

from areopagus.accounts.actors import Actor
from areopagus.boards.models import Post
from areopagus.core.paging import Pager, page_count
from areopagus.core.verdict import NotFound
from areopagus.housekeeping import choosing
from areopagus.housekeeping.choosing import Hit
from areopagus.housekeeping.models import Canary, Chosen, State, Sweep
from areopagus.housekeeping.permissions import insist_on_administrator
from areopagus.housekeeping.rules import Rule

PER_PAGE = 50
SAMPLES = 20
AT_ONCE = 500
SORTS: dict[str, tuple[str, Callable[[Hit], Any]]] = {
    "name": ("Name", lambda hit: hit.name.casefold()),
    "registered": ("Newest first", lambda hit: -hit.registered_at.timestamp()),
    "posts": ("Most posts first", lambda hit: -hit.standing_posts),
    "signs": ("Most signs first", lambda hit: -len(hit.signs)),
    "fewest-signs": ("Fewest signs first", lambda hit: len(hit.signs)),
}


@dataclass(frozen=True, slots=True)
class OfRule:
    """One rule: how many it hits, and a sample to judge by hand; the same until evidence is gathered anew."""

    rule: Rule
    count: int
    samples: Sequence[Hit]


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """`newly` and `no_more` compare with whom the sweep before this one chose; None when there was none.

    `canaries` are the names of those whom the rules would hit and must not.
    """

    gathered_at: datetime
    rules: Sequence[OfRule]
    hits: Sequence[Hit]
    total: int
    dormant: int
    quarantined: int
    hidden_posts: int
    hidden_topics: int
    newly: int | None
    no_more: int | None
    canaries: Sequence[str]
    pages: Pager
    query: str


def preview_page(
    actor: Actor, rule_ids: Sequence[str], asleep_years: int, sort: str = "", number: int = 1
) -> PreviewPage:
    """Refused when no rule is chosen or the evidence is old."""
    insist_on_administrator(actor)
    rules = choosing.rules_named(rule_ids)
    gathered_at = choosing.insist_on_fresh_evidence()
    hits = sorted_hits(choosing.hits(rules, asleep_years), sort)
    said = [("rule", rule.id) for rule in rules] + [("years", str(asleep_years))]
    query = "?" + urlencode([*said, ("sort", sort)] if sort else said)
    base = "/administration/housekeeping/preview/"
    pages = Pager(number, page_count(len(hits), PER_PAGE), base, query)
    if not 1 <= number <= pages.count:
        raise NotFound
    states = Counter(hit.state for hit in hits)
    topics, posts = _to_hide([hit.user_id for hit in hits if hit.state == State.QUARANTINED])
    newly, no_more = _difference({hit.user_id for hit in hits})
    canaries = dict(Canary.objects.values_list("user", "user__name"))
    return PreviewPage(
        gathered_at=gathered_at,
        rules=[_of_rule(rule, hits, gathered_at) for rule in rules],
        hits=hits[(number - 1) * PER_PAGE : number * PER_PAGE],
        total=len(hits),
        dormant=states[State.DORMANT],
        quarantined=states[State.QUARANTINED],
        hidden_posts=posts,
        hidden_topics=topics,
        newly=newly,
        no_more=no_more,
        canaries=[canaries[hit.user_id] for hit in hits if hit.user_id in canaries],
        pages=pages,
        query=query,
    )


def sorted_hits(hits: Iterable[Hit], sort: str) -> list[Hit]:
    _, key = SORTS.get(sort, SORTS["name"])
    return sorted(hits, key=lambda hit: (key(hit), hit.user_id))


def _of_rule(rule: Rule, hits: Sequence[Hit], gathered_at: datetime) -> OfRule:
    mine = [hit for hit in hits if rule in hit.rules]
    chance = Random(f"{rule.id} {gathered_at}")  # noqa: S311
    return OfRule(rule, len(mine), chance.sample(mine, min(SAMPLES, len(mine))))


def _to_hide(user_ids: Sequence[int]) -> tuple[int, int]:
    """Topics and posts that stand and would be hidden; posts by others in such topics not counted."""
    topics = posts = 0
    for start in range(0, len(user_ids), AT_ONCE):
        mine = Post.objects.standing().filter(
            author__in=user_ids[start : start + AT_ONCE], topic__removed_at=None
        )
        topics += mine.filter(number=1).count()
        posts += mine.count()
    return topics, posts


def _difference(user_ids: set[int]) -> tuple[int | None, int | None]:
    last = Sweep.objects.order_by("-pk").first()
    if last is None:
        return None, None
    before = set(Chosen.objects.filter(sweep=last).values_list("user", flat=True))
    return len(user_ids - before), len(before - user_ids)
