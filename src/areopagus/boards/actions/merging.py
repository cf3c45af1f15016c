"""Merging topics, taking posts out of one, bringing posts into one. See decision 0014."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from itertools import groupby

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.boards import deeds
from areopagus.boards.actions.drafts import checked_title
from areopagus.boards.actions.removing import insist_on_power_over
from areopagus.boards.actions.selecting import (
    concern_posts,
    concern_topics,
    held_posts,
    held_topics,
    named_posts,
    named_topics,
)
from areopagus.boards.actions.topics import target_forum
from areopagus.boards.models import Departure, Post, Topic, TopicSubscription
from areopagus.boards.weaving import weave
from areopagus.core.clock import now
from areopagus.core.ledger import recording
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import Refused

MOST_POSTS = 10_000


@transaction.atomic
def merge_topics(
    actor: Actor,
    topic_ids: Collection[int],
    target_id: int,
    reason: str = "",
    *,
    leave_stubs: bool = False,
    stub_days: int | None = None,
) -> Deed:
    """One topic of several, its posts in the order of time. The others' addresses lead to it for ever."""
    topics = held_topics(actor, {*topic_ids, target_id})
    target = next(topic for topic in topics if topic.pk == target_id)
    others = [topic for topic in topics if topic is not target]
    _insist_on_mergeable(topics, others)
    coming = [_posts_of(topic) for topic in others]
    with recording.batch(actor, deeds.TOPICS_MERGED, reason) as deed:
        deed.details = {"topics": named_topics(others), "target": f"“{target.title}”"}
        concern_topics(deed, topics)
        deed.concerns(
            post=[post.pk for posts in coming for post in posts],
            member=[post.author_id for posts in coming for post in posts],
        )
        deed.take(*Departure.objects.filter(topic__in=others).order_by("pk"))
        renumbered = weave(deed, target, coming)
        _bring_subscriptions(deed, target, others)
        _become_stubs(deed, target, others, leave_stubs=leave_stubs, days=stub_days)
        _take_over_the_beginning(deed, target, others)
        _note_numbers(deed, sum(map(len, coming)), renumbered)
    return deed


@transaction.atomic
def split_posts(
    actor: Actor, post_ids: Collection[int], title: str, forum_id: int, reason: str = ""
) -> Deed:
    """A topic of its own for chosen posts, numbered anew there. What stays keeps its numbers."""
    posts = held_posts(actor, post_ids, to_forum=forum_id)
    _insist_on_movable(actor, posts)
    title, forum = checked_title(title), target_forum(actor, forum_id)
    posts.sort(key=lambda post: (post.posted_at, post.pk))
    first = posts[0]
    with recording.batch(actor, deeds.POSTS_SPLIT, reason) as deed:
        deed.details = {"topic": f"“{title}”", "posts": named_posts(posts)}
        concern_posts(deed, posts)
        _concern_starters(deed, posts)
        topic = Topic.objects.create(
            forum=forum,
            title=title,
            author_id=first.author_id,
            author_name=first.author_name,
            started_at=first.posted_at,
            last_post_at=first.posted_at,
        )
        deed.made(topic)
        deed.concerns(topic=[topic.pk], forum=[forum.pk])
        deed.details["url"] = topic.url
        _leave_places(deed, posts)
        deed.change_each(
            (post, {"topic": topic, "number": n}) for n, post in enumerate(posts, start=1)
        )
        deed.notes.append("Posts that stay keep their numbers; those that leave are numbered anew.")
    return deed


@transaction.atomic
def move_posts(actor: Actor, post_ids: Collection[int], topic_id: int, reason: str = "") -> Deed:
    """Into another topic, in the order of time. Its first post stays the first."""
    posts = held_posts(actor, post_ids, to_topic=topic_id)
    _insist_on_movable(actor, posts)
    (target,) = held_topics(actor, [topic_id])
    if target.removed_at is not None:
        raise Refused(f"“{target.title}” is removed; restore it first.")
    moving = [post for post in posts if post.topic_id != target.pk]
    if not moving:
        raise Refused(f"They stand in “{target.title}” already.")
    with recording.batch(actor, deeds.POSTS_MOVED, reason) as deed:
        deed.details = {"posts": named_posts(moving), "topic": f"“{target.title}”"}
        concern_posts(deed, moving)
        _concern_starters(deed, moving)
        deed.concerns(topic=[target.pk], forum=[target.forum_id])
        _leave_places(deed, moving)
        together = groupby(moving, key=lambda post: post.topic_id)
        coming = [list(some) for _, some in together]
        renumbered = weave(deed, target, coming, keep_first=True)
        _note_numbers(deed, len(moving), renumbered)
    return deed


def _insist_on_mergeable(topics: Sequence[Topic], others: Sequence[Topic]) -> None:
    if not others:
        raise Refused("Choose two topics at least; a topic cannot be merged into itself.")
    if (removed := next((t for t in topics if t.removed_at is not None), None)) is not None:
        raise Refused(f"“{removed.title}” is removed; restore it first, or leave it out.")
    posts = sum(topic.last_number for topic in topics)
    if posts > MOST_POSTS:
        raise Refused(
            f"Topics of up to {MOST_POSTS:,} posts together can be merged; these have {posts:,}."
        )


def _insist_on_movable(actor: Actor, posts: Sequence[Post]) -> None:
    insist_on_power_over(actor, posts)
    if opening := next((post for post in posts if post.number == 1), None):
        raise Refused(
            f"Post #1 opens “{opening.topic.title}” and stays; move or merge the whole topic instead."
        )


def _concern_starters(deed: Deed, posts: Sequence[Post]) -> None:
    """Those whose topics the posts leave."""
    deed.concerns(member=[post.topic.author_id for post in posts])


def _posts_of(topic: Topic) -> list[Post]:
    return list(Post.objects.select_for_update(no_key=True).filter(topic=topic).order_by("number"))


def _leave_places(deed: Deed, posts: Sequence[Post]) -> None:
    """The places the posts leave, so that their numbers are not given again."""
    left = [Departure(topic_id=post.topic_id, number=post.number, post=post) for post in posts]
    deed.made(*Departure.objects.bulk_create(left))


def _bring_subscriptions(deed: Deed, target: Topic, others: Sequence[Topic]) -> None:
    """Each member's closest level; what they have said of the target itself holds."""
    mine = set(TopicSubscription.objects.filter(topic=target).values_list("user_id", flat=True))
    rows = TopicSubscription.objects.filter(topic__in=others).order_by("level")
    theirs = dict(rows.values_list("user_id", "level"))
    coming = [
        TopicSubscription(user_id=user_id, topic=target, level=level)
        for user_id, level in sorted(theirs.items())
        if user_id not in mine
    ]
    deed.made(*TopicSubscription.objects.bulk_create(coming))


def _become_stubs(
    deed: Deed, target: Topic, others: Sequence[Topic], *, leave_stubs: bool, days: int | None
) -> None:
    """Without a link in its old list a stub is removed from it; its address leads on all the same."""
    at = now()
    deed.change(
        *others,
        is_stub=True,
        moved_to=target,
        pinned_at=None,
        pinned_everywhere_at=None,
        removed_at=None if leave_stubs else at,
        stub_until=at + timedelta(days=days) if leave_stubs and days else None,
    )
    # What led to one of them leads to the target itself.
    leading = Topic.objects.filter(moved_to__in=others, is_stub=True).exclude(pk=target.pk)
    stubs = list(leading.select_for_update(no_key=True).order_by("pk"))
    deed.change(*stubs, moved_to=target)
    concern_topics(deed, stubs)
    deed.notes.append(
        "Their old addresses, and those of all their posts, lead to the merged topic."
    )


def _take_over_the_beginning(deed: Deed, target: Topic, others: Sequence[Topic]) -> None:
    """Whoever wrote the first post of all has started the merged topic."""
    first = Post.objects.filter(topic=target, number=1).first()
    begun = next((t for t in others if first and t.first_post_id == first.pk), None)
    if begun is not None:
        deed.change(
            target,
            author=begun.author_id,
            author_name=begun.author_name,
            started_at=begun.started_at,
        )


def _note_numbers(deed: Deed, coming: int, renumbered: int) -> None:
    posts = "1 post comes" if coming == 1 else f"{coming:,} posts come"
    deed.notes.append(f"{posts} in, in the order of time.")
    if renumbered:
        others = "1 post gets" if renumbered == 1 else f"{renumbered:,} posts that stood there get"
        deed.notes.append(f"{others} another number; the links to them stay true.")
    else:
        deed.notes.append("No post that stood there changes its number.")
