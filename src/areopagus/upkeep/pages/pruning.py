"""What pruning would take, before anything is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Sum

from areopagus.accounts.actors import Actor
from areopagus.boards.models import Forum, Topic
from areopagus.core.paging import Pager, page_count
from areopagus.core.verdict import NotFound
from areopagus.upkeep import permissions
from areopagus.upkeep.actions.pruning import MOST, Pruning

PER_PAGE = 50
FRONT = "/administration/maintenance/prune/"


@dataclass(frozen=True, slots=True)
class ForumShare:
    name: str
    topics: int
    posts: int


@dataclass(frozen=True, slots=True)
class Preview:
    """`topics` and `posts` are of all that is as old; `taken` is how many go at once."""

    topics: int
    posts: int
    taken: int
    forums: Sequence[ForumShare]
    rows: Sequence[Topic]
    pages: Pager

    @property
    def is_too_many(self) -> bool:
        return self.topics > self.taken


def choices_of_forums(actor: Actor) -> list[tuple[str, str]]:
    """One query."""
    permissions.insist_on_administrator(actor)
    forums = Forum.objects.filter(link="").select_related("category")
    ordered = forums.order_by("category__position", "category_id", "position", "pk")
    return [("", "All forums"), *((str(f.pk), f"{f.category.name}: {f.name}") for f in ordered)]


def preview_of(actor: Actor, pruning: Pruning, number: int, query: str) -> Preview:
    """Two queries."""
    permissions.insist_on_administrator(actor)
    topics = pruning.topics()
    shares = [
        ForumShare(name, count, posts)
        for name, count, posts in topics.order_by()
        .values_list("forum__name")
        .annotate(Count("pk"), Sum("post_count"))
        .order_by("forum__category__position", "forum__position", "forum_id")
    ]
    count = sum(share.topics for share in shares)
    pages = Pager(number, page_count(min(count, MOST), PER_PAGE), FRONT, query)
    if not 1 <= number <= pages.count:
        raise NotFound
    start = (number - 1) * PER_PAGE
    rows = topics.select_related("forum")[start : min(start + PER_PAGE, MOST)]
    posts = sum(share.posts for share in shares)
    return Preview(count, posts, min(count, MOST), shares, list(rows), pages)
