"""Pairs as the member sees their own, and as administrators see all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from areopagus.accounts.actors import Actor
from areopagus.boards.permissions import visible_posts
from areopagus.core.paging import Pager, page_count
from areopagus.core.verdict import NotFound
from areopagus.homecoming.models import Claim, OldAccount, Pair

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class PairsPage:
    pairs: Sequence[Pair]
    count: int
    pages: Pager


def own_pairs(actor: Actor) -> Sequence[Pair]:
    """Those that are still open, of ghosts that wrote something the member may see. One query."""
    if actor.user is None or actor.user.is_shut_out:
        return []
    seen = visible_posts(actor).filter(ghost=OuterRef("ghost"))
    mine = _open().filter(Exists(seen), user=actor.user, declined_at=None)
    return list(mine.select_related("ghost").order_by("ghost")[:5])


def pairs_page(actor: Actor, number: int = 1) -> PairsPage:
    """Those whom nobody has claimed; what the member has declined stands there as well. Two queries."""
    if not actor.is_administrator:
        raise NotFound
    found = _open().annotate(
        has_old_account=Exists(OldAccount.objects.filter(name_key=OuterRef("ghost__name_key")))
    )
    count = found.count()
    pages = Pager(number, page_count(count, PER_PAGE), "/administration/pairs/")
    if not 1 <= number <= pages.count:
        raise NotFound
    ordered = found.select_related("ghost", "user").order_by("-ghost__post_count", "pk")
    return PairsPage(list(ordered[(number - 1) * PER_PAGE : number * PER_PAGE]), count, pages)


def _open() -> QuerySet[Pair]:
    claims = Claim.objects.filter(ghost=OuterRef("ghost"))
    return Pair.objects.filter(~Exists(claims))
