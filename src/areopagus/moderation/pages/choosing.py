"""The lists from which moderators choose: the topics of a forum, the posts of a topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils.http import urlencode

from areopagus.accounts.actors import Actor
from areopagus.boards.models import Forum, Post, Topic
from areopagus.boards.pages.finding import find_forum
from areopagus.boards.pages.forums import crumbs_to
from areopagus.boards.permissions import access, can_moderate
from areopagus.boards.querysets import TopicQuerySet
from areopagus.boards.stored_html import LOOKED_AT, excerpt
from areopagus.core.paging import Pager, page_count
from areopagus.core.verdict import NotFound
from areopagus.moderation import permissions

SIZES = (50, 200, 1000)
STATES: dict[str, tuple[str, Q]] = {
    "": ("Standing", Q(removed_at=None)),
    "removed": ("Removed", Q(removed_at__isnull=False)),
    "locked": ("Locked", Q(locked_at__isnull=False, removed_at=None)),
    "pinned": ("Pinned", Q(pinned_at__isnull=False, removed_at=None)),
    "stubs": ("Links to moved topics", Q(is_stub=True, removed_at=None)),
    "all": ("All", Q()),
}
Link = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the moderator wants to see: how many, in which state, with which words, all ticked or not."""

    said: str = ""
    state: str = ""
    size: int = SIZES[0]
    all_ticked: bool = False

    def query(self, **changes: str | int) -> str:
        said: dict[str, str | int] = {"said": self.said, "state": self.state, "show": self.size}
        said |= changes
        return f"?{urlencode({k: v for k, v in said.items() if v not in ('', SIZES[0])})}"


@dataclass(frozen=True, slots=True)
class ForumChoice:
    forum: Forum
    crumbs: Sequence[Link]
    topics: Sequence[Topic]
    pages: Pager
    total: int
    wanted: Wanted
    states: Mapping[str, str] = field(default_factory=lambda: {k: v[0] for k, v in STATES.items()})


@dataclass(frozen=True, slots=True)
class PostChoice:
    post_id: int
    url: str
    number: int
    author_name: str
    posted_at: datetime
    removed_at: datetime | None
    removal_reason: str
    words: str


@dataclass(frozen=True, slots=True)
class TopicChoice:
    topic: Topic
    crumbs: Sequence[Link]
    posts: Sequence[PostChoice]
    pages: Pager
    wanted: Wanted


def wanted_of(said: Mapping[str, str]) -> Wanted:
    """From the query of an address; what makes no sense is as if it were not there."""
    size = next((size for size in SIZES if str(size) == said.get("show")), SIZES[0])
    state = said.get("state", "")
    return Wanted(
        said=said.get("said", "").replace("\0", "").strip()[:100],
        state=state if state in STATES else "",
        size=size,
        all_ticked=said.get("tick") == "all",
    )


def forum_choice(actor: Actor, forum_id: int, wanted: Wanted, number: int = 1) -> ForumChoice:
    """Absent for whoever does not moderate the forum. Three queries."""
    permissions.insist_on_moderator(actor)
    forum = find_forum(actor, forum_id)
    if not can_moderate(actor, forum.pk):
        raise NotFound
    found: TopicQuerySet = Topic.objects.filter(STATES[wanted.state][1], forum=forum)
    if wanted.said:
        found = found.filter(
            Q(title__icontains=wanted.said) | Q(author_name__icontains=wanted.said)
        )
    base = f"/moderation/forums/{forum.pk}/"
    total = found.count()
    pages = Pager(number, page_count(total, wanted.size), base, wanted.query())
    if not 1 <= number <= pages.count:
        raise NotFound
    start = (number - 1) * wanted.size
    rows = found.order_by("-last_post_at", "-id")[start : start + wanted.size]
    crumbs = [*crumbs_to(forum), (forum.name, forum.url)]
    return ForumChoice(forum, crumbs, list(rows), pages, total, wanted)


def topic_choice(actor: Actor, topic_id: int, wanted: Wanted, number: int = 1) -> TopicChoice:
    """A removed topic too. Absent for whoever does not moderate its forum."""
    permissions.insist_on_moderator(actor)
    topic: Topic | None = (
        Topic.objects.in_forums(access(actor)).select_related("forum").filter(pk=topic_id).first()
    )
    if topic is None or not can_moderate(actor, topic.forum_id):
        raise NotFound
    base = f"/moderation/topics/{topic.pk}/"
    pages = Pager(number, page_count(topic.last_number, wanted.size), base, wanted.query())
    if not 1 <= number <= pages.count:
        raise NotFound
    posts = topic.posts.on_page(number, wanted.size).order_by("number").defer("source")
    crumbs = [
        *crumbs_to(topic.forum),
        (topic.forum.name, topic.forum.url),
        (topic.title, topic.url),
    ]
    return TopicChoice(topic, crumbs, [_choice(post) for post in posts], pages, wanted)


def _choice(post: Post) -> PostChoice:
    return PostChoice(
        post_id=post.pk,
        url=post.url,
        number=post.number,
        author_name=post.author_name,
        posted_at=post.posted_at,
        removed_at=post.removed_at,
        removal_reason=post.removal_reason,
        words=excerpt(post.html[:LOOKED_AT]),
    )
