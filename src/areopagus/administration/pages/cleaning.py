"""All that an account did, before it is cleaned up after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.administration import permissions
from areopagus.administration.actions.cleaning import MOST
from areopagus.boards.models import Post
from areopagus.boards.stored_html import LOOKED_AT, excerpt
from areopagus.core.verdict import NotFound, Verdict

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Traces:
    """`elsewhere` are posts in forums that are not this actor's to look after; they stay."""

    member: User
    may: Verdict
    topics: int
    posts: int
    answers_of_others: int
    elsewhere: int
    addresses: Sequence[str]
    words: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class CleaningPage:
    traces: Sequence[Traces]
    too_many: bool


def cleaning_page(actor: Actor, user_ids: Sequence[int]) -> CleaningPage:
    """Absent for whoever may ban nobody, and when none of these members is there."""
    wanted = list(dict.fromkeys(user_ids))
    reach = permissions.members_within_reach(actor).select_related("group")
    members = list(reach.filter(pk__in=wanted[:MOST]).order_by("pk"))
    if not members:
        raise NotFound
    return CleaningPage([_traces(actor, member) for member in members], len(wanted) > MOST)


def _traces(actor: Actor, member: User) -> Traces:
    mine = permissions.posts_to_clean(actor, member)
    counted = mine.aggregate(posts=Count("pk"), topics=Count("pk", filter=Q(number=1)))
    standing = Post.objects.standing().filter(author=member, topic__removed_at=None)
    begun = mine.filter(number=1).order_by().values("topic")
    others = Post.objects.standing().filter(topic__in=begun).exclude(author=member)
    addresses = mine.exclude(author_address="").order_by().values_list("author_address", flat=True)
    latest = mine.select_related("topic").order_by("-pk")[:SHOWN]
    return Traces(
        member=member,
        may=permissions.can_ban(actor, member),
        topics=counted["topics"],
        posts=counted["posts"],
        answers_of_others=others.count(),
        elsewhere=standing.count() - counted["posts"],
        addresses=sorted({member.registered_from, *addresses.distinct()[:SHOWN]} - {""}),
        words=[(post.topic.title, excerpt(post.html[:LOOKED_AT])) for post in latest],
    )
