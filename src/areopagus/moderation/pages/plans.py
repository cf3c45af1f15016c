"""What stands around a deed that is previewed: what was chosen, and what others did to it lately."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from areopagus.accounts.actors import Actor
from areopagus.boards.models import Post, Topic
from areopagus.boards.permissions import access
from areopagus.core.clock import now
from areopagus.core.ledger.models import Batch, Subject
from areopagus.moderation import permissions

SHOWN = 50
LATELY = timedelta(days=1)
MOST = 1000


@dataclass(frozen=True, slots=True)
class Item:
    """A chosen topic, or post with its number."""

    pk: int
    title: str
    url: str
    byline: str
    topic_id: int
    forum_id: int


@dataclass(frozen=True, slots=True)
class PlanPage:
    """`meanwhile` is what others did to any of it since the moderator has looked."""

    ids: Sequence[int]
    items: Sequence[Item]
    seen: int
    meanwhile: Sequence[Batch]
    lately: Sequence[Batch]
    back_url: str

    @property
    def more(self) -> int:
        return max(0, len(self.ids) - SHOWN)

    @property
    def shown(self) -> Sequence[Item]:
        return self.items[:SHOWN]


def plan_page(actor: Actor, noun: str, ids: Sequence[int], seen: int | None) -> PlanPage:
    """`seen` is the newest batch they had before them; None when they see it for the first time."""
    permissions.insist_on_moderator(actor)
    newest = Batch.objects.aggregate(newest=Max("pk"))["newest"] or 0
    # What is too much is not looked at; the deed itself says so.
    items = _items(actor, noun, ids) if len(ids) <= MOST else []
    about = _about(noun, items)
    others = about.exclude(actor_id=actor.user_id)
    return PlanPage(
        ids=ids,
        items=items,
        seen=newest,
        meanwhile=list(others.filter(pk__gt=seen)[:5]) if seen is not None else [],
        lately=list(about.filter(at__gt=now() - LATELY)[:5]),
        back_url=_way_back(noun, items),
    )


def _items(actor: Actor, noun: str, ids: Sequence[int]) -> list[Item]:
    return _topics(actor, ids) if noun == "topic" else _posts(actor, ids)


def _topics(actor: Actor, ids: Sequence[int]) -> list[Item]:
    topics: QuerySet[Topic] = Topic.objects.in_forums(access(actor)).filter(pk__in=ids)
    return [
        Item(
            pk=topic.pk,
            title=topic.title,
            url=f"/moderation/topics/{topic.pk}/",
            byline=f"by {topic.author_name} in {topic.forum.name}",
            topic_id=topic.pk,
            forum_id=topic.forum_id,
        )
        for topic in topics.select_related("forum").order_by("-last_post_at", "-pk")
    ]


def _posts(actor: Actor, ids: Sequence[int]) -> list[Item]:
    posts: QuerySet[Post] = Post.objects.filter(pk__in=ids, topic__forum__in=access(actor))
    return [
        Item(
            pk=post.pk,
            title=f"#{post.number} by {post.author_name}",
            url=post.url,
            byline=f"in {post.topic.title}",
            topic_id=post.topic_id,
            forum_id=post.topic.forum_id,
        )
        for post in posts.select_related("topic").order_by("topic", "number")
    ]


def _about(noun: str, items: Sequence[Item]) -> QuerySet[Batch]:
    """What was done to any of them, newest first."""
    mine = Subject.objects.filter(batch=OuterRef("pk"))
    chosen = Q(name=noun, subject_id__in=[item.pk for item in items])
    return Batch.objects.filter(Exists(mine.filter(chosen))).order_by("-pk")


def _way_back(noun: str, items: Sequence[Item]) -> str:
    if not items:
        return "/moderation/"
    if noun == "post":
        return f"/moderation/topics/{items[0].topic_id}/"
    return f"/moderation/forums/{items[0].forum_id}/"
