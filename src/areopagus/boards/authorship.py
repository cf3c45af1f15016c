"""Whose posts are: a member's are those of their account, and what a room above knows to be theirs as well."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.db.models import Q

# The posts without an account that are this member's; None when there are none.
OfMember = Callable[[int], Q | None]
# Of these posts, the members whose they are without standing under their account.
OfPosts = Callable[[Sequence[int]], Mapping[int, int]]
_known: list[tuple[OfMember, OfPosts]] = []


def knows_posts(of_member: OfMember, of_posts: OfPosts) -> None:
    """Registers somebody to ask; the same only once. Call it from a room's `AppConfig.ready`."""
    if (of_member, of_posts) not in _known:
        _known.append((of_member, of_posts))


def written_by(user_id: int) -> Q:
    return Q(author=user_id) | _also(user_id)


def owners_of(post_ids: Sequence[int]) -> Mapping[int, int]:
    """Of posts without an account, by post; of most posts nobody is known."""
    return {pk: user_id for _, of in _known for pk, user_id in of(post_ids).items()}


def _also(user_id: int) -> Q:
    """Empty when nobody knows of any."""
    whole = Q()
    for of_member, _ in _known:
        whole |= of_member(user_id) or Q()
    return whole
