"""The claims that stand: whose a ghost, a post, and an earlier name is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.accounts.permissions import members_here
from areopagus.boards.models import Post
from areopagus.boards.permissions import visible_posts
from areopagus.core.ledger.recording import Deed
from areopagus.core.remembered import Remembered
from areopagus.homecoming.covering import any_of
from areopagus.homecoming.models import Claim

SHOWN_OF_MEMBERS = ("name", "quarantined_at", "approved_at", "is_active")


@dataclass(frozen=True, slots=True)
class Owner:
    """Who has shown that posts are theirs, and how."""

    name: str
    url: str
    proof: str
    user_id: int
    claim_id: int


@dataclass(frozen=True, slots=True)
class Held:
    """One claim: for which posts of its ghost, and whose. `owner` is None while nobody may see them."""

    any_address: bool
    mail: str
    since: datetime | None
    before: datetime | None
    user_id: int
    owner: Owner | None

    def holds(self, mail: str, at: datetime) -> bool:
        return (
            (self.any_address or self.mail == mail)
            and (self.since is None or self.since <= at)
            and (self.before is None or at < self.before)
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """All claims by ghost, those for one address first. `state` is another one when any of them is."""

    held: Mapping[int, Sequence[Held]]
    state: frozenset[tuple[int, Held]]

    def claim_on(self, ghost_id: int, mail: str, at: datetime) -> Held | None:
        some = self.held.get(ghost_id, ())
        return next((one for one in some if one.holds(mail.lower(), at)), None)


def _read() -> Standing:
    held = defaultdict[int, list[Held]](list)
    here = set(members_here().filter(claims__isnull=False).values_list("pk", flat=True))
    for claim in Claim.objects.select_related("user").order_by("any_address", "pk"):
        by = Owner(
            claim.user.name, claim.user.url, Claim.Proof(claim.proof).label, claim.user_id, claim.pk
        )
        held[claim.ghost_id].append(
            Held(
                claim.any_address,
                claim.mail,
                claim.since,
                claim.before,
                claim.user_id,
                by if claim.user_id in here else None,
            )
        )
    return Standing(held, frozenset((ghost, one) for ghost, some in held.items() for one in some))


# Few on any board, and on most none: then no page asks for them.
standing: Remembered[Standing] = Remembered("claims", _read)


def read_anew(deed: Deed) -> None:
    """After every deed by which a claim, or the member it names, may be another."""
    if deed.count_of(Claim) or deed.has_touched(User, *SHOWN_OF_MEMBERS):
        standing.forget()


def owners_of(ghost_id: int) -> Sequence[Owner]:
    """One for each claim."""
    held = standing.get().held.get(ghost_id, ())
    return [one.owner for one in held if one.owner is not None]


def owners_of_posts(post_ids: Sequence[int]) -> Mapping[int, Owner]:
    """One query, and none on a board without claims."""
    return {pk: one.owner for pk, one in _claims_on_posts(post_ids) if one.owner is not None}


def claimants_of_posts(post_ids: Sequence[int]) -> Mapping[int, int]:
    """The same, also of members whom nobody may see."""
    return {pk: one.user_id for pk, one in _claims_on_posts(post_ids)}


def _claims_on_posts(post_ids: Sequence[int]) -> Iterator[tuple[int, Held]]:
    known = standing.get()
    if not known.held:
        return
    posts = Post.objects.filter(pk__in=post_ids, ghost__in=known.held)
    for pk, ghost, mail, at in posts.values_list("pk", "ghost", "author_mail", "posted_at"):
        if (one := known.claim_on(ghost or 0, mail, at)) is not None:
            yield pk, one


def posts_of_member(user_id: int) -> Q | None:
    """What a member has claimed: part of what they wrote. No query on a board without claims."""
    if not standing.get().held:
        return None
    return any_of(Claim.objects.filter(user=user_id))


def earlier_names(actor: Actor, user_ids: Sequence[int]) -> Mapping[int, Sequence[Claim]]:
    """The claims of members on ghosts that wrote something the actor may see."""
    found = defaultdict[int, list[Claim]](list)
    if standing.get().held:
        seen = visible_posts(actor).filter(ghost__claims__user__in=user_ids).values("ghost")
        claims = Claim.objects.filter(user__in=user_ids, ghost__in=seen).select_related("ghost")
        for claim in claims.order_by("pk"):
            found[claim.user_id].append(claim)
    return found
