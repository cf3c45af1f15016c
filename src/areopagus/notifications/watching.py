"""Who follows what a post is about, and how closely."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from areopagus.accounts.models import User
from areopagus.boards.models import ForumSubscription, Level, Post, TopicSubscription
from areopagus.core.prepared import Prepared, given, given_list

# Asked for each post that is written.
LEVELS = Prepared(
    lambda: TopicSubscription.objects.filter(topic=given("topic", int)).values_list(
        "user_id", "level"
    )
)


def levels_of(post: Post) -> dict[int, Level]:
    """Of everybody who has said something of the topic or, of a new topic, of its forum. Two queries at most."""
    levels = {pk: Level(level) for pk, level in LEVELS.rows(topic=post.topic_id)}
    if post.number == 1:
        forum = ForumSubscription.objects.filter(forum=post.topic.forum_id)
        for pk, level in forum.values_list("user_id", "level"):
            levels.setdefault(pk, Level(level))
    return levels


def followers(post: Post) -> QuerySet[User]:
    """Whoever watches or follows the topic or, of a new topic, its forum."""
    close = {"user": OuterRef("pk"), "level__gte": Level.FOLLOWED}
    to_topic = Q(Exists(TopicSubscription.objects.filter(topic=post.topic_id, **close)))
    if post.number == 1:
        to_forum = ForumSubscription.objects.filter(forum=post.topic.forum_id, **close)
        return User.objects.filter(to_topic | Q(Exists(to_forum)))
    return User.objects.filter(to_topic)


def who_muted(post: Post, user_ids: Collection[int]) -> set[int]:
    """Of these, those to whom it is nothing new: the topic, or its forum unless they follow the topic. Two queries."""
    levels = dict(_OF_TOPIC.rows(topic=post.topic_id, users=user_ids))
    for (user_id,) in _MUTED_FORUM.rows(forum=post.topic.forum_id, users=user_ids):
        levels.setdefault(user_id, Level.MUTED)
    return {user_id for user_id, level in levels.items() if level == Level.MUTED}


_OF_TOPIC = Prepared(
    lambda: TopicSubscription.objects.filter(
        topic=given("topic", int), user__in=given_list("users", int)
    ).values_list("user_id", "level")
)
_MUTED_FORUM = Prepared(
    lambda: ForumSubscription.objects.filter(
        forum=given("forum", int), user__in=given_list("users", int), level=Level.MUTED
    ).values_list("user_id")
)


def level_of(user_id: int, post: Post) -> Level:
    """The same for one member."""
    topic = TopicSubscription.objects.filter(user=user_id, topic=post.topic_id)
    level = topic.values_list("level", flat=True).first()
    if level is None and post.number == 1:
        forum = ForumSubscription.objects.filter(user=user_id, forum=post.topic.forum_id)
        level = forum.values_list("level", flat=True).first()
    return Level.NORMAL if level is None else Level(level)
