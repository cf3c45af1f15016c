"""Moderators decide what members say of ghosts, with the evidence before them. Each decision is undone by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.boards.models import Post
from areopagus.core.clock import now
from areopagus.core.ledger import recording
from areopagus.core.ledger.kinds import Kind
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import NotFound, Refused
from areopagus.homecoming import deeds, permissions
from areopagus.homecoming.actions.linking import hold_ghost, hold_members, how_many, name_of
from areopagus.homecoming.covering import overlap, posts_of
from areopagus.homecoming.models import Claim, Plea, Word
from areopagus.homecoming.tasks import tell


@dataclass(frozen=True, slots=True)
class Held:
    """What is decided about, held; `holder` is whose claim it disputes."""

    plea: Plea
    words: list[Word]
    holder: int | None

    @property
    def members(self) -> set[int]:
        return {self.plea.user_id} | ({self.holder} if self.holder else set())


@transaction.atomic
def accept(actor: Actor, plea_id: int, reason: str) -> Deed:
    """The posts are the member's. Of a dispute: nobody's again, unless members have vouched that they are theirs."""
    held = _held(actor, plea_id)
    plea = held.plea
    permissions.can_accept(actor, plea, held.words).insist()
    claim = plea.as_claim()
    claim.claimed_at = now()
    posts = list(posts_of(claim).select_related("topic"))
    if not posts:
        raise Refused("There are no such posts any more.")
    kind = deeds.ACCEPTED if plea.against is None else deeds.UPHELD
    with _deciding(actor, kind, held, reason, posts) as deed:
        deed.details |= {"posts": how_many(len(posts)), "proof": claim.get_proof_display()}
        against = plea.against
        deed.change(plea, accepted_at=now(), decided_by_name=actor.name, reason=reason)
        if against is not None:
            deed.details["holder"] = against.user.name
            _take_out(deed, against, plea)
        if against is None or len(held.words) >= permissions.WORDS_NEEDED:
            _give(deed, claim)
    _tell(held, "accepted")
    return deed


@transaction.atomic
def refuse(actor: Actor, plea_id: int, reason: str) -> Deed:
    held = _held(actor, plea_id)
    permissions.can_decide(actor, held.plea, held.words).insist()
    if not reason.strip():
        raise Refused("Say why; the member reads it.")
    posts = list(posts_of(held.plea.as_claim()).select_related("topic"))
    with _deciding(actor, deeds.REFUSED, held, reason, posts) as deed:
        deed.change(held.plea, refused_at=now(), decided_by_name=actor.name, reason=reason)
    _tell(held, "refused")
    return deed


def _held(actor: Actor, plea_id: int) -> Held:
    """Members, ghost, claims, plea: in the order in which every deed holds them."""
    plea = permissions.find_plea(actor, plea_id)
    hold_members({plea.user_id, permissions.holder_of(plea) or plea.user_id})
    hold_ghost(plea.ghost_id)
    list(Claim.objects.select_for_update(no_key=True).filter(ghost=plea.ghost_id).order_by("pk"))
    list(Plea.objects.select_for_update(no_key=True).filter(pk=plea_id))
    plea = permissions.find_plea(actor, plea_id)
    if not permissions.can_look_after(actor, plea):
        raise NotFound
    return Held(plea, list(permissions.standing_words(plea)), permissions.holder_of(plea))


@contextmanager
def _deciding(
    actor: Actor, kind: Kind, held: Held, reason: str, posts: Iterable[Post]
) -> Iterator[Deed]:
    """It concerns the forums of the posts, so that who moderates them finds it and may undo it."""
    topics = {post.topic for post in posts}
    with recording.batch(actor, kind, reason) as deed:
        deed.details = {"member": held.plea.user.name, "ghost": name_of(held.plea.ghost)}
        deed.concerns(
            member=held.members,
            ghost=[held.plea.ghost_id],
            topic={topic.pk for topic in topics},
            forum={topic.forum_id for topic in topics},
        )
        if not held.plea.any_address:
            # What is taken from whoever had shown an address may be another's by words.
            others = Claim.objects.filter(ghost=held.plea.ghost_id, any_address=True)
            deed.concerns(member=others.values_list("user", flat=True))
        yield deed


def _take_out(deed: Deed, claim: Claim, plea: Plea) -> None:
    """What lies before and after the stretch that was disputed stays with whoever had it."""
    kept: list[tuple[datetime | None, datetime | None]] = []
    if plea.since and (claim.since is None or claim.since < plea.since):
        kept.append((claim.since, plea.since))
    if plea.before and (claim.before is None or plea.before < claim.before):
        kept.append((plea.before, claim.before))
    pieces = [
        Claim(
            ghost=plea.ghost,
            user_id=claim.user_id,
            proof=claim.proof,
            mail=claim.mail,
            any_address=claim.any_address,
            since=since,
            before=before,
            claimed_at=claim.claimed_at,
        )
        for since, before in kept
    ]
    deed.take(claim)
    for piece in pieces:
        piece.save(force_insert=True)
        deed.made(piece)


def _give(deed: Deed, claim: Claim) -> None:
    known = Claim.objects.filter(ghost=claim.ghost)
    if any(overlap(claim, other) for other in known):
        raise Refused(
            "Some of these posts are shown as somebody's by now; that must be disputed first."
        )
    claim.save(force_insert=True)
    deed.made(claim)


def _tell(held: Held, news: str) -> None:
    for user_id in held.members:
        tell.enqueue(held.plea.pk, user_id, news)
