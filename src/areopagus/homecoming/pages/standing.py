"""The claims that stand: whose a ghost, a post, and an earlier name is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.accounts.permissions import members_here
from areopagus.boards.models import Post
from areopagus.boards.permissions import visible_posts
from areopagus.core.ledger.recording import Deed
from areopagus.core.remembered import Remembered
from areopagus.homecoming.models import Claim

SHOWN_OF_MEMBERS = ("name", "quarantined_at", "approved_at", "is_active")


@dataclass(frozen=True, slots=True)
class Owner:
    """Who has shown that posts are theirs, and how."""

    name: str
    url: str
    proof: str


@dataclass(frozen=True, slots=True)
class Standing:
    """All claims by ghost and mail address. `state` is another one when any of them is."""

    owners: Mapping[tuple[int, str], Owner]
    state: frozenset[tuple[tuple[int, str], Owner]]


def _read() -> Standing:
    claims = Claim.objects.filter(user__in=members_here()).select_related("user")
    owners = {
        (claim.ghost_id, claim.mail): Owner(
            claim.user.name, claim.user.url, Claim.Proof(claim.proof).label
        )
        for claim in claims.order_by("pk")
    }
    return Standing(owners, frozenset(owners.items()))


# Few on any board, and on most none: then no page asks for them.
standing: Remembered[Standing] = Remembered("claims", _read)


def read_anew(deed: Deed) -> None:
    """After every deed by which a claim, or the member it names, may be another."""
    if deed.count_of(Claim) or deed.has_touched(User, *SHOWN_OF_MEMBERS):
        standing.forget()


def owners_of(ghost_id: int) -> Sequence[Owner]:
    return [owner for (pk, _), owner in standing.get().owners.items() if pk == ghost_id]


def owners_of_posts(post_ids: Sequence[int]) -> Mapping[int, Owner]:
    """One query, and none on a board without claims."""
    owners = standing.get().owners
    if not owners:
        return {}
    posts = Post.objects.filter(pk__in=post_ids, ghost__in={ghost for ghost, _ in owners})
    wrote = posts.values_list("pk", "ghost", "author_mail")
    places = {pk: (ghost, mail.lower()) for pk, ghost, mail in wrote}
    return {pk: owners[place] for pk, place in places.items() if place in owners}


def earlier_names(actor: Actor, user_ids: Sequence[int]) -> Mapping[int, Sequence[Claim]]:
    """The claims of members on ghosts that wrote something the actor may see."""
    found = defaultdict[int, list[Claim]](list)
    if standing.get().owners:
        seen = visible_posts(actor).filter(ghost__claims__user__in=user_ids).values("ghost")
        claims = Claim.objects.filter(user__in=user_ids, ghost__in=seen).select_related("ghost")
        for claim in claims.order_by("pk"):
            found[claim.user_id].append(claim)
    return found
