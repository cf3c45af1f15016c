"""Who may claim a ghost: any member who may be here, and who can see something it wrote."""

from __future__ import annotations

from collections.abc import Collection

from areopagus.accounts.actors import Actor
from areopagus.boards.models import Ghost
from areopagus.boards.permissions import visible_posts
from areopagus.core.clock import now
from areopagus.core.verdict import ALLOWED, NotFound, Refused, Verdict, denied
from areopagus.homecoming.models import HOURS_OF_A_LINK, MailProof


def find_ghost(actor: Actor, ghost_id: int) -> Ghost:
    """One none of whose posts the actor may see looks absent. Whoever asked to be forgotten is nobody's to claim."""
    ghost = Ghost.objects.filter(pk=ghost_id).first()
    if ghost is None or not visible_posts(actor).filter(ghost=ghost).exists():
        raise NotFound
    if ghost.origin == Ghost.Origin.ERASED:
        raise Refused("Whoever wrote these posts has left for good, and they are nobody's.")
    return ghost


def claimable(ghost_ids: Collection[int]) -> set[int]:
    """Those of them that anybody can claim at all."""
    ghosts = Ghost.objects.filter(pk__in=ghost_ids).exclude(origin=Ghost.Origin.ERASED)
    return set(ghosts.values_list("pk", flat=True))


def can_claim(actor: Actor) -> Verdict:
    if actor.user is None:
        return denied("Sign in first: posts can only come home to a member.")
    if actor.user.is_shut_out:
        return denied("Your account is closed at the moment, so it can claim nothing.")
    return ALLOWED


def can_use(actor: Actor, proof: MailProof) -> Verdict:
    """The link in a mail: once, in time, and only by the member who has asked for it."""
    if not (may := can_claim(actor)):
        return may
    reasons = (
        (
            proof.user_id != actor.user_id,
            "This link is for another member. Sign in as the one who has asked for it.",
        ),
        (proof.used_at is not None, "This link has been used already."),
        (
            proof.over_at < now(),
            f"This link was good for {HOURS_OF_A_LINK} hours. Please ask for a new one.",
        ),
    )
    return next((denied(reason) for applies, reason in reasons if applies), ALLOWED)
