"""A plea as its member, whoever may vouch, and staff see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from areopagus.accounts.actors import Actor
from areopagus.core.paging import Pager, page_count
from areopagus.core.verdict import NotFound, Verdict
from areopagus.homecoming import permissions
from areopagus.homecoming.models import Claim, Look, Plea, Word
from areopagus.homecoming.pages.evidence import Evidence, evidence_for

PLEAS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class PleaPage:
    """`said` are its member's words, "" for whom they are not.

    `own_word` is the actor's that stands; `last_look` the newest at the page.
    """

    plea: Plea
    said: str
    words: Sequence[Word]
    needed: int
    is_own: bool
    own_word: Word | None
    may_vouch: Verdict
    may_decide: Verdict
    last_look: Look | None


@dataclass(frozen=True, slots=True)
class DecidePage:
    plea: Plea
    words: Sequence[Word]
    needed: int
    may_accept: Verdict
    may_refuse: Verdict
    evidence: Evidence
    # Others who want the same ghost's posts.
    rivals: Sequence[Plea]


@dataclass(frozen=True, slots=True)
class QueueRow:
    plea: Plea
    words: int


@dataclass(frozen=True, slots=True)
class QueuePage:
    rows: Sequence[QueueRow]
    needed: int
    pages: Pager


@dataclass(frozen=True, slots=True)
class DisputePage:
    claim: Claim


def plea_page(actor: Actor, plea_id: int) -> PleaPage:
    plea = permissions.find_plea(actor, plea_id)
    words = permissions.standing_words(plea)
    return PleaPage(
        plea=plea,
        said=plea.words if permissions.can_read_words(actor, plea) else "",
        words=words,
        needed=permissions.WORDS_NEEDED,
        is_own=plea.user_id == actor.user_id,
        own_word=next((word for word in words if word.user_id == actor.user_id), None),
        may_vouch=permissions.can_vouch(actor, plea),
        may_decide=permissions.can_decide(actor, plea, words),
        last_look=plea.looks.order_by("-pk").first(),
    )


def queue_page(actor: Actor, number: int = 1) -> QueuePage:
    """The oldest first."""
    found = permissions.pleas_to_look_after(actor).select_related("ghost", "user", "against__user")
    pages = Pager(number, page_count(found.count(), PLEAS_A_PAGE), "/moderation/claims/")
    if not 1 <= number <= pages.count:
        raise NotFound
    start = (number - 1) * PLEAS_A_PAGE
    pleas = list(found.order_by("asked_at", "pk")[start : start + PLEAS_A_PAGE])
    rows = [QueueRow(plea, len(permissions.standing_words(plea))) for plea in pleas]
    return QueuePage(rows, permissions.WORDS_NEEDED, pages)


def decide_page(actor: Actor, plea_id: int) -> DecidePage:
    permissions.pleas_to_look_after(actor)
    plea = permissions.find_plea(actor, plea_id)
    if not permissions.can_look_after(actor, plea):
        raise NotFound
    words = permissions.standing_words(plea)
    rivals = permissions.pleas_to_look_after(actor).filter(ghost=plea.ghost_id)
    return DecidePage(
        plea=plea,
        words=words,
        needed=permissions.WORDS_NEEDED,
        may_accept=permissions.can_accept(actor, plea, words),
        may_refuse=permissions.can_decide(actor, plea, words),
        evidence=evidence_for(actor, plea),
        rivals=list(rivals.exclude(pk=plea.pk).select_related("user").order_by("pk")),
    )


def dispute_page(actor: Actor, claim_id: int) -> DisputePage:
    return DisputePage(permissions.find_claim(actor, claim_id))


def asking_for(actor: Actor, ghost_ids: Collection[int]) -> Mapping[int, Sequence[Plea]]:
    """Who asks for the word of members, for each ghost; the actor's own pleas as well. One query."""
    open_ = Plea.objects.filter(accepted_at=None, refused_at=None, withdrawn_at=None)
    pleas = open_.filter(ghost__in=ghost_ids).select_related("user").order_by("pk")
    found: dict[int, list[Plea]] = {pk: [] for pk in ghost_ids}
    for plea in pleas:
        if plea.user_id == actor.user_id or not (plea.by_page or plea.user.is_shut_out):
            found[plea.ghost_id].append(plea)
    return found


def insist_on_deciding(actor: Actor) -> None:
    """To whoever decides nothing the queue looks absent."""
    permissions.pleas_to_look_after(actor)
