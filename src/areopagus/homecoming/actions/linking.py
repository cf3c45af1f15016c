"""The link between a member and a ghost: made once a proof is given, taken away without a trace."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.boards.models import Ghost, Post
from areopagus.core.clock import now
from areopagus.core.ledger import recording
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import NotFound, Refused
from areopagus.homecoming import deeds, notices, permissions
from areopagus.homecoming.covering import overlap, posts_of
from areopagus.homecoming.models import Claim

# There is one.
BOARD = 1
TAKEN = (
    "Somebody has shown already that these posts are theirs. If that is wrong, write to an "
    "administrator: it can be undone."
)


@transaction.atomic
def link(actor: Actor, ghost_id: int, proof: Claim.Proof, mail: str) -> Deed:
    """For whoever has proved it: nothing is asked here but whether the posts are still to be had."""
    permissions.can_claim(actor).insist()
    hold_members([actor.member_id])
    ghost = hold_ghost(ghost_id)
    claim = Claim(ghost=ghost, user_id=actor.member_id, proof=proof, mail=mail, claimed_at=now())
    known = Claim.objects.filter(ghost=ghost).select_related("user")
    if any(overlap(claim, other) for other in known):
        raise Refused(TAKEN)
    # By words somebody may have had these posts until now; a proof is stronger, and their count follows.
    others = {other.user_id for other in known if other.any_address}
    posts = list(posts_of(claim).select_related("topic"))
    if not posts:
        raise Refused("There are no such posts any more.")
    with recording.batch(actor, deeds.CLAIMED) as deed:
        claim.save(force_insert=True)
        deed.made(claim)
        deed.details = {
            "ghost": name_of(ghost),
            "posts": how_many(len(posts)),
            "proof": proof.label,
        }
        deed.concerns(member=others)
        _concerns(deed, claim, posts)
        notices.tell_administrators(claim)
    return deed


@transaction.atomic
def let_go(actor: Actor, claim_id: int) -> Ghost:
    """By the member whose claim it is."""
    own = Claim.objects.filter(pk=claim_id, user=actor.user_id)
    ghost_id = own.values_list("ghost", flat=True).first()
    if ghost_id is None:
        raise NotFound
    hold_members([actor.member_id])
    ghost = hold_ghost(ghost_id)
    claim = own.select_for_update(of=("self",)).first()
    if claim is None:
        raise NotFound
    posts = list(posts_of(claim).select_related("topic"))
    others = Claim.objects.filter(ghost=ghost, any_address=True).values_list("user", flat=True)
    with recording.batch(actor, deeds.LET_GO) as deed:
        deed.details = {"ghost": name_of(ghost)}
        deed.concerns(member=others)
        _concerns(deed, claim, posts)
        deed.take(claim)
    return ghost


def name_of(ghost: Ghost) -> str:
    return ghost.name or "somebody without a name"


def how_many(posts: int) -> str:
    return f"{posts:,} {'post' if posts == 1 else 'posts'}"


def hold_members(user_ids: Iterable[int]) -> None:
    """Their counts will change; members are held before all else."""
    members = User.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=user_ids)
    list(members.order_by("pk").values_list("pk", flat=True))


def hold_ghost(ghost_id: int) -> Ghost:
    """Whoever claims a ghost holds it, so that two do not at once."""
    ghost = Ghost.objects.select_for_update(no_key=True).filter(pk=ghost_id).first()
    if ghost is None:
        raise NotFound
    return ghost


def _concerns(deed: Deed, claim: Claim, posts: Iterable[Post]) -> None:
    """Whose account somebody is concerns the board: administrators alone look after it."""
    deed.concerns(
        board=[BOARD],
        member=[claim.user_id],
        ghost=[claim.ghost_id],
        topic={post.topic_id for post in posts},
    )
