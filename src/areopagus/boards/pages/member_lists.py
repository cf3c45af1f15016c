"""What one member or ghost author has started and written, as far as the reader may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min
from django.db.models.functions import Substr

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.accounts.permissions import visible_members
from areopagus.boards import authorship, permissions, stored_html
from areopagus.boards.models import Ghost, Post
from areopagus.boards.models.forum import forum_address
from areopagus.boards.models.post import post_address
from areopagus.boards.models.topic import topic_address
from areopagus.boards.pages.lists import TopicList, counted, topic_list
from areopagus.boards.pages.sizes import posts_per_page
from areopagus.boards.querysets import PostQuerySet
from areopagus.boards.words import shown_title
from areopagus.core import shown
from areopagus.core.paging import Pager
from areopagus.core.verdict import ALLOWED, NotFound, Verdict, denied

FIELDS = (
    *("id", "number", "posted_at", "author_name", "ghost_id"),
    *("topic_id", "topic__title", "topic__forum_id"),
)


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """One post by the member: where it stands and how it begins. `title` has "Re: " before replies."""

    post_id: int
    title: str
    topic_url: str
    forum_name: str
    forum_url: str
    posted_at: datetime
    excerpt: str
    # The name it stands under, where it is a ghost author's.
    ghost_name: str

    @property
    def url(self) -> str:
        return post_address(self.post_id)


@dataclass(frozen=True, slots=True)
class MemberPosts:
    member: User
    about: str
    posts: Sequence[WrittenRow]
    pages: Pager


@dataclass(frozen=True, slots=True)
class GhostPage:
    """`count`, `first_at` and `last_at` are of the posts that the reader may see."""

    ghost: Ghost
    about: str
    count: int
    first_at: datetime
    last_at: datetime
    posts: Sequence[WrittenRow]
    pages: Pager


def member_topics(actor: Actor, member_id: int, number: int = 1) -> TopicList:
    """Five queries."""
    member = find_member(actor, member_id)
    return topic_list(
        actor,
        permissions.visible_topics(actor).filter(author=member),
        Pager(number, 0, f"{member.url}topics/"),
        ("-started_at", "-id"),
        heading=f"Topics started by {member.name}",
        about=f"The topics that {member.name} has started.",
        empty=f"{member.name} has started no topic that you can read.",
        crumbs=[("Forums", "/"), (member.name, member.url)],
    )


def member_posts(actor: Actor, member_id: int, number: int = 1) -> MemberPosts:
    """Five queries."""
    member = find_member(actor, member_id)
    posts = permissions.visible_posts(actor).filter(authorship.written_by(member.pk))
    pages = counted(Pager(number, 0, f"{member.url}posts/"), posts.count(), posts_per_page(actor))
    about = f"What {member.name} has written, newest first."
    return MemberPosts(member, about, _written(posts, number, posts_per_page(actor)), pages)


def ghost_page(actor: Actor, ghost_id: int, number: int = 1) -> GhostPage:
    """Five queries. A ghost none of whose posts the reader may see looks absent."""
    ghost = Ghost.objects.filter(pk=ghost_id).first()
    posts = permissions.visible_posts(actor).filter(ghost=ghost_id)
    sums = posts.aggregate(count=Count("pk"), first=Min("posted_at"), last=Max("posted_at"))
    if ghost is None or not sums["count"]:
        raise NotFound
    size = posts_per_page(actor)
    pages = counted(Pager(number, 0, ghost.url), sums["count"], size)
    about = f"What {ghost.name or 'somebody without a name'} has written, newest first."
    rows = _written(posts, number, size)
    return GhostPage(ghost, about, sums["count"], sums["first"], sums["last"], rows, pages)


def _written(posts: PostQuerySet, number: int, size: int) -> list[WrittenRow]:
    """One page of them, the newest first. Two queries."""
    shown.note_fleeting(1)
    start = (number - 1) * size
    here = list(posts.order_by("-id").values_list("id", flat=True)[start : start + size])
    # A post may be very long; its beginning is all that is shown.
    rows = Post.objects.filter(pk__in=here).annotate(
        beginning=Substr("html", 1, stored_html.LOOKED_AT)
    )
    written = rows.order_by("-id").values(*FIELDS, "beginning", "topic__forum__name")
    return [_row(row) for row in written]


def find_member(actor: Actor, member_id: int) -> User:
    """Everybody may look at what they wrote themselves; others need the right to see members."""
    if member_id != actor.user_id:
        _can_see_members(actor).insist()
    member = visible_members(actor).filter(pk=member_id).first()
    if member is None:
        raise NotFound
    return member


def _can_see_members(actor: Actor) -> Verdict:
    if actor.is_administrator or actor.group.may_view_members:
        return ALLOWED
    return denied("Your group may not look at members.")


def _row(row: Mapping[str, Any]) -> WrittenRow:
    title = shown_title(row["topic__title"])
    return WrittenRow(
        post_id=row["id"],
        title=title if row["number"] == 1 else f"Re: {title}",
        topic_url=topic_address(row["topic_id"], row["topic__title"]),
        forum_name=row["topic__forum__name"],
        forum_url=forum_address(row["topic__forum_id"], row["topic__forum__name"]),
        posted_at=row["posted_at"],
        excerpt=stored_html.excerpt(row["beginning"]),
        ghost_name=row["author_name"] if row["ghost_id"] else "",
    )
