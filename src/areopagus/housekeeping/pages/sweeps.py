"""One sweep, from its plan to its undoing; and what is known of one account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.core.ledger.models import Batch
from areopagus.core.paging import Pager, page_count
from areopagus.core.verdict import NotFound, Verdict
from areopagus.housekeeping import choosing, permissions
from areopagus.housekeeping.evidence.shields import SHIELDS
from areopagus.housekeeping.evidence.signs import SIGNS
from areopagus.housekeeping.models import Chosen, Evidence, State, Sweep
from areopagus.housekeeping.rules import BY_ID

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class SweepPage:
    """`rules` are (id, its sentence, how many it chose). What is to be done counts whoever is not kept by now.

    `undone` says whether the whole sweep was taken back; `parts` are what was taken back of it for some.
    """

    sweep: Sweep
    may_run: Verdict
    rules: Sequence[tuple[str, str, int]]
    chosen: Sequence[Chosen]
    to_rest: int
    to_set_aside: int
    kept: int
    spared: int
    written_to: int
    undone: bool
    parts: Sequence[Batch]
    pages: Pager


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """Signs and shields as (sentence, what was found)."""

    member: User
    evidence: Evidence | None
    signs: Sequence[tuple[str, str]]
    shields: Sequence[str]
    sweeps: Sequence[Chosen]


def sweep_page(actor: Actor, sweep_id: int, number: int = 1) -> SweepPage:
    permissions.insist_on_administrator(actor)
    sweep = Sweep.objects.select_related("batch").filter(pk=sweep_id).first()
    if sweep is None:
        raise NotFound
    chosen = sweep.chosen.select_related("user").order_by("user__name_key", "user_id")
    everybody = list(sweep.chosen.values_list("rules", "kept_at", "spared_at", "written_to_at"))
    pages = Pager(number, page_count(len(everybody), PER_PAGE), sweep.url)
    if not 1 <= number <= pages.count:
        raise NotFound
    still = choosing.still_to_touch(sweep)
    return SweepPage(
        sweep=sweep,
        may_run=permissions.can_run(sweep),
        rules=[
            (
                rule,
                BY_ID[rule].sentence if rule in BY_ID else rule,
                sum(rule in row[0] for row in everybody),
            )
            for rule in sweep.rules
        ],
        chosen=list(chosen[(number - 1) * PER_PAGE : number * PER_PAGE]),
        to_rest=sum(one.state == State.DORMANT for one in still),
        to_set_aside=sum(one.state == State.QUARANTINED for one in still),
        kept=sum(row[1] is not None for row in everybody),
        spared=sum(row[2] is not None for row in everybody),
        written_to=sum(row[3] is not None for row in everybody),
        undone=Batch.objects.filter(undoes=sweep.batch).exclude(undoes=None).exists(),
        parts=list(Batch.objects.filter(undoes_part_of=sweep.batch).exclude(undoes_part_of=None)),
        pages=pages,
    )


def evidence_page(actor: Actor, user_id: int) -> EvidencePage:
    """Three queries."""
    permissions.insist_on_administrator(actor)
    member = User.objects.select_related("group").filter(pk=user_id).first()
    if member is None:
        raise NotFound
    evidence = Evidence.objects.filter(user=member).first()
    signs = dict(evidence.signs) if evidence else {}
    shields = dict(evidence.shields) if evidence else {}
    return EvidencePage(
        member=member,
        evidence=evidence,
        signs=[(sign.sentence, signs[sign.id]) for sign in SIGNS if sign.id in signs],
        shields=[shield.sentence for shield in SHIELDS if shield.id in shields],
        sweeps=list(Chosen.objects.filter(user=member).select_related("sweep").order_by("-sweep")),
    )


def keep_page(chosen_id: int) -> Chosen:
    """What the letter's link shows. Needs no sign-in: the link itself is the key."""
    chosen = Chosen.objects.select_related("sweep", "user").filter(pk=chosen_id).first()
    if chosen is None:
        raise NotFound
    return chosen
