"""What the ledger must know of claims, and what follows from every deed done to them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from areopagus.accounts.models import User
from areopagus.boards import counts
from areopagus.boards.models import Ghost, Post
from areopagus.core.clock import now
from areopagus.core.ledger.recording import Deed
from areopagus.core.ledger.tables import keeps, rebuilds
from areopagus.core.verdict import Refused
from areopagus.homecoming import waiting
from areopagus.homecoming.covering import any_of, overlap
from areopagus.homecoming.models import Claim, Plea
from areopagus.homecoming.pages import standing


def register() -> None:
    keeps(Claim, called=lambda claim: f"The claim of {claim.user} on {claim.ghost}")
    keeps(Plea, called=lambda plea: f"What {plea.user} says of {plea.ghost}")
    rebuilds(_insist_on_members)
    rebuilds(_insist_on_one_owner)
    rebuilds(_end_disputes)
    rebuilds(standing.read_anew)
    rebuilds(waiting.read_anew)
    rebuilds(_count)


def _insist_on_members(deed: Deed) -> None:
    """Nothing is given to whoever is none any more: an erasure goes past once, and would not come again."""
    owners = Claim.objects.filter(pk__in=deed.touched(Claim, "user")).values("user")
    # Held, as where an erasure begins.
    held = User.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=owners)
    for owner in held.order_by("pk"):
        if not owner.is_active:
            raise Refused(f"{owner} is no member any more, so no posts can be theirs.")


def _insist_on_one_owner(deed: Deed) -> None:
    """No deed, and no undoing of one, may give the same posts to two."""
    if not deed.count_of(Claim):
        return
    ghosts = sorted(deed.subjects["ghost"])
    # Held, so that two deeds at once do not each see only its own.
    list(Ghost.objects.select_for_update(no_key=True).filter(pk__in=ghosts).order_by("pk"))
    claims = Claim.objects.filter(ghost__in=ghosts).select_related("ghost", "user")
    for one, other in combinations(claims, 2):
        if overlap(one, other):
            names = f"{one.user} and {other.user}"
            raise Refused(f"The same posts of {one.ghost} would be shown as those of {names}.")


def _end_disputes(deed: Deed) -> None:
    """With the claim they are about. A plea without one is everybody's to read; a dispute's words were not."""
    about_nothing = Plea.objects.select_for_update(no_key=True, of=("self",)).filter(
        pk__in=deed.touched(Plea, "against"),
        against=None,
        accepted_at=None,
        refused_at=None,
        withdrawn_at=None,
    )
    deed.change(*about_nothing.order_by("pk"), withdrawn_at=now())


def _count(deed: Deed) -> None:
    """Claimed posts count as their member's."""
    members: set[int] = set()
    if deed.count_of(Claim):
        members |= deed.subjects["member"]
    if deed.has_touched(Post, "author", "ghost"):
        owners = Claim.objects.filter(ghost__in=deed.subjects["ghost"])
        members |= set(owners.values_list("user", flat=True))
    if members:
        count_claimed(members)
        counts.recount_members(members)


def count_claimed(user_ids: Iterable[int]) -> None:
    """How many posts each of them has claimed, from the posts; removed ones count, as everywhere."""
    for user_id in sorted(user_ids):
        wrote = any_of(Claim.objects.filter(user=user_id))
        claimed = Post.objects.filter(wrote).count() if wrote is not None else 0
        User.objects.filter(pk=user_id).exclude(posts_claimed=claimed).update(posts_claimed=claimed)
