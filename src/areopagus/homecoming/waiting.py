"""Which pleas wait for a decision, and where their ghosts have written. Remembered, so that no page pays for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from areopagus.boards.models import Post, Topic
from areopagus.core.ledger.recording import Deed
from areopagus.core.remembered import Remembered
from areopagus.homecoming.models import Claim, Plea


@dataclass(frozen=True, slots=True)
class Waiting:
    """One plea. `forums` are all those in which the ghost has posts."""

    ghost_id: int
    forums: frozenset[int]


def rows() -> QuerySet[Plea]:
    """Those that are open; by a page only when the mark was found on it."""
    open_ = Plea.objects.filter(accepted_at=None, refused_at=None, withdrawn_at=None)
    return open_.exclude(proof=Claim.Proof.PAGE, found_at=None)


def _read() -> Sequence[Waiting]:
    ghosts = list(rows().order_by("pk").values_list("ghost", flat=True))
    forums = defaultdict[int, set[int]](set)
    wrote = Post.objects.filter(ghost__in=set(ghosts)).order_by()
    for ghost_id, forum_id in wrote.values_list("ghost", "topic__forum").distinct():
        forums[ghost_id or 0].add(forum_id)
    return [Waiting(ghost_id, frozenset(forums[ghost_id])) for ghost_id in ghosts]


_WAITING = Remembered("homecoming.waiting", _read)
forget = _WAITING.forget
get = _WAITING.get


def read_anew(deed: Deed) -> None:
    """After every deed by which something waits or does not, or what waits is about other forums."""
    has_moved = deed.has_touched(Topic, "forum") or deed.has_touched(Post, "topic", "ghost")
    if deed.count_of(Plea) or (has_moved and get()):
        forget()
