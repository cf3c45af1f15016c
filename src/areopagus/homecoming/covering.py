"""Which posts a claim is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, Q

from areopagus.boards.models import Ghost, Post
from areopagus.boards.querysets import PostQuerySet
from areopagus.homecoming.models import Claim, OldAccount


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `since` on and before `before`; None: from the first, to the last."""

    since: datetime | None = None
    before: datetime | None = None

    def within(self, other: Stretch) -> Stretch:
        """What of it lies within another."""
        begins = [one for one in (self.since, other.since) if one is not None]
        ends = [one for one in (self.before, other.before) if one is not None]
        return Stretch(max(begins, default=None), min(ends, default=None))


def posts_with(ghost_id: int, mail: str) -> PostQuerySet:
    """The posts of a ghost that came with this address, whatever its case; "" means with none."""
    return Post.objects.filter(ghost=ghost_id, author_mail__iexact=mail)


def posts_of(claim: Claim) -> PostQuerySet:
    return Post.objects.filter(covered_by(claim))


def covered_by(claim: Claim) -> Q:
    """The posts that a claim holds for, whether it is stored or not. One query more when it is for any address."""
    whole = Q(ghost=claim.ghost_id) & within(claim.since, claim.before)
    if not claim.any_address:
        return whole & Q(author_mail__iexact=claim.mail)
    # What somebody has shown by its address is theirs, whatever people say.
    for other in Claim.objects.filter(ghost=claim.ghost_id, any_address=False):
        whole &= ~(Q(author_mail__iexact=other.mail) & within(other.since, other.before))
    return whole


def within(since: datetime | None, before: datetime | None) -> Q:
    return (Q(posted_at__gte=since) if since else Q()) & (
        Q(posted_at__lt=before) if before else Q()
    )


def any_of(claims: Iterable[Claim]) -> Q | None:
    """The posts of all these claims together; None when there are no claims."""
    whole: Q | None = None
    for claim in claims:
        whole = covered_by(claim) if whole is None else whole | covered_by(claim)
    return whole


def overlap(one: Claim, other: Claim) -> bool:
    """Whether both would hold for the same post, of whatever time."""
    if (one.ghost_id, one.any_address, one.mail) != (other.ghost_id, other.any_address, other.mail):
        return False
    return not (
        (one.before and other.since and one.before <= other.since)
        or (other.before and one.since and other.before <= one.since)
    )


def old_accounts_of(ghost: Ghost) -> list[OldAccount]:
    """Those whose owner may have written all the posts without an address, and nobody else's.

    The account was there before the first of them, and has the old board's number where that is known,
    else the name. Who wrote as a guest had no account.
    """
    if ghost.origin not in (Ghost.Origin.OLD_MEMBER, Ghost.Origin.UNKNOWN):
        return []
    first_at = posts_with(ghost.pk, "").aggregate(first=Min("posted_at"))["first"]
    if first_at is None:
        return []
    known = OldAccount.objects.filter(registered_at__lte=first_at)
    if ghost.old_user_id is not None:
        return list(known.filter(old_user_id=ghost.old_user_id))
    return list(known.filter(name_key=ghost.name_key))
