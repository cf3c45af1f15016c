"""How well the board knows somebody: computed from facts whenever it is asked, stored nowhere.

A *newcomer* is limited; an *established* member vouches: where they have linked to, newcomers may link.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from django.db.models import Count, Q

from areopagus.accounts.models import Group, User
from areopagus.antispam import options
from areopagus.boards.models import HeldWriting, Post
from areopagus.core.clock import now
from areopagus.core.prepared import Prepared, given

ESTABLISHED_POSTS = 20
ESTABLISHED_DAYS = 30


@dataclass(frozen=True, slots=True)
class Trust:
    """`posts` stand; `taken_down` were removed by somebody else, `approved` were held and then let through.

    `days_here` are those on which they were here at all. A guest has none of these.
    """

    days: int = 0
    posts: int = 0
    taken_down: int = 0
    approved: int = 0
    is_staff: bool = False
    days_here: int = 0

    @property
    def days_left(self) -> int:
        return max(0, options.NEWCOMER_DAYS.get() - self.days)

    @property
    def posts_left(self) -> int:
        return max(0, options.NEWCOMER_POSTS.get() - self.posts)

    @property
    def days_here_left(self) -> int:
        """None of whoever is established: of those who came long ago only the last days were counted."""
        wanted = 0 if self.is_established else options.NEWCOMER_DAYS_HERE.get()
        return max(0, wanted - self.days_here)

    @property
    def is_newcomer(self) -> bool:
        return not self.is_staff and bool(self.days_left or self.posts_left or self.days_here_left)

    @property
    def is_established(self) -> bool:
        return self.is_staff or (self.days >= ESTABLISHED_DAYS and self.posts >= ESTABLISHED_POSTS)


def trust_of(user: User | None) -> Trust:
    """Everything that is known of them. Two queries; wants `group` selected along."""
    if user is None:
        return Trust()
    counted = Post.objects.filter(author=user.pk).aggregate(
        posts=Count("pk", filter=_STANDS),
        taken_down=Count("pk", filter=~_STANDS & Q(removed_by_author=False)),
    )
    approved = HeldWriting.objects.filter(author=user.pk, decision=HeldWriting.Decision.APPROVED)
    return replace(_trust(user), approved=approved.count(), **counted)


def trust_to_judge(user: User | None) -> Trust:
    """What the rules ask of whoever writes. One query; wants `group` selected along.

    Their posts are counted no further than any rule asks: somebody may have written twenty thousand.
    """
    if user is None:
        return Trust()
    enough = max(ESTABLISHED_POSTS, options.NEWCOMER_POSTS.get(), options.FIRST_HELD.get())
    return replace(_trust(user), posts=len(_STANDING.some_rows(0, enough, user=user.pk)))


def _trust(user: User) -> Trust:
    days = (now() - user.registered_at) // timedelta(days=1)
    return Trust(days, is_staff=user.group.is_staff, days_here=user.days_here)


_STANDS = Q(removed_at=None, topic__removed_at=None)
# Prepared, because every post is judged.
_STANDING = Prepared(
    lambda: Post.objects.filter(_STANDS, author=given("user", int)).order_by().values_list("id")
)


def established() -> Q:
    """The same half of the rule for authors of posts, by what is counted of them."""
    known = Q(
        author__post_count__gte=ESTABLISHED_POSTS,
        author__registered_at__lte=now() - timedelta(days=ESTABLISHED_DAYS),
    )
    staff = Q(author__group__role=Group.Role.ADMINISTRATORS) | Q(author__group__is_moderator=True)
    return (known | staff) & Q(author__banned_at=None, author__quarantined_at=None)
