"""Posts that came home count as those of the member who claimed them."""

from __future__ import annotations

from collections.abc import Iterator

from areopagus.accounts.models import User
from areopagus.boards.models import Post
from areopagus.homecoming.ledger import count_claimed
from areopagus.homecoming.pages.standing import posts_of_member
from areopagus.ops.check.counters import count_anew
from areopagus.ops.check.facts import Fact, compared


def _wrong_counters() -> Iterator[str]:
    return compared("member", ("posts_claimed",), _counted())


def _counted() -> Iterator[tuple[object, ...]]:
    for member in _who_may_have_claimed():
        wrote = posts_of_member(member.pk)
        true = Post.objects.filter(wrote).count() if wrote is not None else 0
        yield member.pk, member.name, member.posts_claimed, true


def _who_may_have_claimed() -> list[User]:
    members = User.objects.exclude(posts_claimed=0) | User.objects.exclude(claims=None)
    return list(members.distinct().order_by("pk"))


def _count() -> None:
    count_claimed(member.pk for member in _who_may_have_claimed())
    count_anew()


FACTS = (Fact("posts that came home", _wrong_counters, _count),)
