"""Whose posts are: a member's are those of their account, and what a room above knows to be theirs as well."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db.models import Count, F, Q

from areopagus.boards.models import Post

# The posts without an account that are this member's; None when there are none.
Knows = Callable[[int], Q | None]
_known: list[Knows] = []


def knows_posts(knows: Knows) -> Knows:
    """Registers somebody to ask; the same only once. Call it from a room's `AppConfig.ready`."""
    if knows not in _known:
        _known.append(knows)
    return knows


def written_by(user_id: int) -> Q:
    return Q(author=user_id) | _also(user_id)


def whole_ghosts_of(user_id: int) -> Sequence[int]:
    """The ghost authors all of whose posts are this member's. At most one query, and none for whom nothing is known."""
    if not (also := _also(user_id)):
        return ()
    wrote = Post.objects.filter(also).order_by().values("ghost").annotate(n=Count("pk"))
    whole = wrote.filter(n=F("ghost__post_count"))
    return list(whole.values_list("ghost", flat=True))


def _also(user_id: int) -> Q:
    """Empty when nobody knows of any."""
    whole = Q()
    for knows in _known:
        whole |= knows(user_id) or Q()
    return whole
