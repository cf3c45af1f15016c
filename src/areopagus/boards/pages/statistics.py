"""The numbers under the index: how much there is, who came last, who is here. A second old at most."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Sum

from areopagus.accounts.actors import Actor
from areopagus.accounts.models.user import address_of
from areopagus.accounts.names import key_of
from areopagus.accounts.permissions import members_here
from areopagus.boards.models import Forum
from areopagus.boards.pages import online
from areopagus.core.remembered import Remembered

Link = tuple[str, str]


@dataclass(frozen=True, slots=True)
class NewestMember:
    user_id: int
    name: str

    @property
    def url(self) -> str:
        return address_of(self.user_id, self.name)


@dataclass(frozen=True, slots=True)
class Statistics:
    """Topics and posts of all forums, also of those the reader may not enter, as in FluxBB."""

    topics: int
    posts: int
    members: int
    newest: NewestMember | None


@dataclass(frozen=True, slots=True)
class Online:
    """`members` are (name, address) in order of name; `guests` is a number."""

    members: tuple[Link, ...]
    guests: int


def statistics() -> Statistics:
    """Three queries, or none when they were asked within the last second."""
    return _statistics.get()


def whos_online(actor: Actor) -> Online:
    """Whoever asks is here, though it may not be written down yet."""
    here, user = online.whos_online(), actor.user
    if user is None:
        return _online(here.members, max(here.guests, 1))
    if all(pk != user.pk for pk, _ in here.members):
        return _online((*here.members, (user.pk, user.name)), here.guests)
    return _online(here.members, here.guests)


@lru_cache(maxsize=8)
def _online(members: tuple[tuple[int, str], ...], guests: int) -> Online:
    named = sorted(members, key=lambda member: key_of(member[1]))
    return Online(tuple((name, address_of(pk, name)) for pk, name in named), guests)


def _count() -> Statistics:
    sums = Forum.objects.order_by().aggregate(topics=Sum("topic_count"), posts=Sum("post_count"))
    members = members_here()
    newest = members.order_by("-registered_at", "-id").values_list("id", "name").first()
    return Statistics(
        topics=sums["topics"] or 0,
        posts=sums["posts"] or 0,
        members=members.count(),
        newest=NewestMember(*newest) if newest else None,
    )


_statistics: Remembered[Statistics] = Remembered("statistics", _count, seconds=1)
