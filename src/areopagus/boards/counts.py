"""The few counters and last posts: kept by actions, recomputed here for imports and `check`."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Count, F, Max, Min, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest

from areopagus.accounts.models import User
from areopagus.boards.models import Departure, Forum, Ghost, Post, Topic
from areopagus.boards.querysets import TopicQuerySet


def count_removed_post(topic: Topic) -> None:
    """Takes one standing post out of its topic and forum. Call inside the deed's transaction."""
    last = topic.posts.standing().order_by("-number").values("id", "posted_at").first()
    topic.post_count -= 1
    topic.last_post_id = last["id"] if last else None
    topic.last_post_at = last["posted_at"] if last else topic.started_at
    topic.save(update_fields=["post_count", "last_post", "last_post_at"])
    Forum.objects.filter(pk=topic.forum_id).update(post_count=F("post_count") - 1)
    refresh_last_post(topic.forum_id)


def count_removed_topic(topic: Topic) -> None:
    Forum.objects.filter(pk=topic.forum_id).update(
        topic_count=F("topic_count") - 1, post_count=F("post_count") - topic.post_count
    )
    refresh_last_post(topic.forum_id)


def refresh_last_post(forum_id: int) -> None:
    """Points a forum at the last post of its most recently answered standing topic."""
    topic = (
        Topic.objects.standing()
        .filter(forum=forum_id, is_stub=False, last_post__isnull=False)
        .order_by("-last_post_at", "-id")
        .values("last_post_id")
        .first()
    )
    Forum.objects.filter(pk=forum_id).update(last_post=topic["last_post_id"] if topic else None)


def recount_topics(topic_ids: Collection[int]) -> None:
    """The counters of a few topics, held by the caller, from their posts."""
    topics = Topic.objects.filter(pk__in=topic_ids)
    _rebuild_topics(topics.filter(is_stub=False))
    topics.filter(is_stub=True).update(last_number=0, post_count=0, first_post=None, last_post=None)


def recount_forums(forum_ids: Collection[int]) -> None:
    """The counters of a few forums from those of their topics, which must be right.

    The forums are held before they are counted, in a statement of its own: a reply that was counted
    into its topic meanwhile either waits for us or is seen.
    """
    forums = Forum.objects.filter(pk__in=forum_ids)
    held = hold_forums(forum_ids)
    mine = _counted_topics()
    forums.update(
        topic_count=Coalesce(count_of(mine, "forum"), 0),
        post_count=Coalesce(
            Subquery(mine.values("forum").annotate(n=Sum("post_count")).values("n")), 0
        ),
    )
    for forum_id in held:
        refresh_last_post(forum_id)


def recount_ghosts(ghost_ids: Collection[int]) -> None:
    """The counters of a few ghosts, held by the caller, from their posts."""
    _rebuild_ghosts(Ghost.objects.filter(pk__in=ghost_ids))


def recount_members(user_ids: Collection[int]) -> None:
    """The counters of a few members, held by the caller, from their posts."""
    _rebuild_members(User.objects.filter(pk__in=user_ids))


def hold_forums(forum_ids: Collection[int]) -> list[int]:
    """Those that there are."""
    forums = Forum.objects.filter(pk__in=forum_ids).select_for_update(no_key=True)
    return list(forums.order_by("pk").values_list("pk", flat=True))


def rebuild() -> None:
    """Recomputes every counter and last post from the rows themselves, in a fixed number of statements."""
    _rebuild_topics(Topic.objects.filter(is_stub=False))
    _rebuild_forums()
    _rebuild_ghosts(Ghost.objects.all())
    _rebuild_members(User.objects.all())


def _rebuild_topics(topics: TopicQuerySet) -> None:
    mine = Post.objects.filter(topic=OuterRef("pk")).order_by()
    left = Departure.objects.filter(topic=OuterRef("pk")).order_by()
    standing = mine.filter(removed_at=None)
    last = standing.order_by("-number")
    topics.update(
        # A number that was given and left is not given again.
        last_number=Greatest(_highest(mine), _highest(left)),
        post_count=Coalesce(count_of(standing, "topic"), 0),
        first_post=Subquery(mine.order_by("number").values("id")[:1]),
        last_post=Subquery(last.values("id")[:1]),
        last_post_at=Coalesce(Subquery(last.values("posted_at")[:1]), F("started_at")),
    )


def _rebuild_forums() -> None:
    mine = _counted_topics()
    posts = Post.objects.standing().filter(
        topic__forum=OuterRef("pk"), topic__removed_at=None, topic__is_stub=False
    )
    Forum.objects.update(
        topic_count=Coalesce(count_of(mine, "forum"), 0),
        post_count=Coalesce(count_of(posts.order_by(), "topic__forum"), 0),
        last_post=Subquery(
            mine.filter(last_post__isnull=False)
            .order_by("-last_post_at", "-id")
            .values("last_post_id")[:1]
        ),
    )


def _counted_topics() -> TopicQuerySet:
    """Of the forum around them: what it counts."""
    return Topic.objects.standing().filter(forum=OuterRef("pk"), is_stub=False).order_by()


def _rebuild_ghosts(ghosts: QuerySet[Ghost]) -> None:
    mine = Post.objects.filter(ghost=OuterRef("pk")).order_by()
    ghosts.update(
        post_count=Coalesce(count_of(mine, "ghost"), 0),
        first_post_at=Subquery(mine.values("ghost").annotate(at=Min("posted_at")).values("at")),
        last_post_at=Subquery(mine.values("ghost").annotate(at=Max("posted_at")).values("at")),
    )


def _rebuild_members(members: QuerySet[User]) -> None:
    mine = Post.objects.filter(author=OuterRef("pk")).order_by("-id")
    members.update(
        post_count=Coalesce(count_of(mine, "author"), 0)
        + F("posts_elsewhere")
        + F("posts_claimed"),
        last_post_at=Subquery(mine.values("posted_at")[:1]),
    )


def _highest(places: QuerySet[Any]) -> Coalesce:
    return Coalesce(Subquery(places.values("topic").annotate(n=Max("number")).values("n")), 0)


def count_of(rows: QuerySet[Any], by: str) -> Subquery:
    """How many of these rows belong to the one around them; nothing, not 0, when none does."""
    return Subquery(rows.order_by().values(by).annotate(n=Count("pk")).values("n"))
