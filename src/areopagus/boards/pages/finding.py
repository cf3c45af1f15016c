"""One forum, topic or post, for those who may see it. What may not be seen looks exactly absent."""

from __future__ import annotations

from areopagus.accounts.actors import Actor
from areopagus.boards import permissions
from areopagus.boards.models import Forum, Post, Topic
from areopagus.core.prepared import Prepared, columns_of, given, made_from
from areopagus.core.verdict import Gone, NotFound

TOPIC_FIELDS = columns_of(Topic)
FORUM_FIELDS = columns_of(Forum)
_FORUM = Prepared(lambda: Forum.objects.filter(pk=given("id", int)).values_list(*FORUM_FIELDS))
_TOPIC = Prepared(
    lambda: Topic.objects.filter(pk=given("id", int)).values_list(
        *TOPIC_FIELDS, *(f"forum__{name}" for name in FORUM_FIELDS)
    )
)


def find_forum(actor: Actor, forum_id: int) -> Forum:
    row = _FORUM.row(id=forum_id)
    if row is None or not permissions.access_in(actor, forum_id).read:
        raise NotFound
    return made_from(Forum, FORUM_FIELDS, row)


def find_topic(actor: Actor, topic_id: int) -> Topic:
    """The topic with its forum. Gone, with the reason, when it was removed from a readable forum."""
    row = _TOPIC.row(id=topic_id)
    if row is None:
        raise NotFound
    topic = made_from(Topic, TOPIC_FIELDS, row)
    if not permissions.access_in(actor, topic.forum_id).read:
        raise NotFound
    topic.forum = made_from(Forum, FORUM_FIELDS, row[len(TOPIC_FIELDS) :])
    return _standing(topic)


def find_post(actor: Actor, post_id: int) -> Post:
    """The post with its topic, forum and author. A removed post is found: it keeps its place."""
    post: Post | None = (
        Post.objects.filter(topic__forum_id__in=permissions.access(actor))
        .select_related("topic__forum", "author__group")
        .filter(pk=post_id)
        .first()
    )
    if post is None:
        raise NotFound
    _standing(post.topic)
    return post


def find_readable_post(actor: Actor, post_id: int) -> Post:
    """The post when its words may be read. Gone when it was removed."""
    post = find_post(actor, post_id)
    if post.removed_at is not None and not permissions.can_see_removed(actor, post.topic):
        raise Gone(post.removal_reason or "This post was removed.")
    return post


def _standing(topic: Topic | None) -> Topic:
    if topic is None:
        raise NotFound
    # The address of a merged topic leads on, even where no list shows a link.
    leads_on = topic.is_stub and topic.moved_to_id is not None
    if topic.removed_at is not None and not leads_on:
        raise Gone(topic.removal_reason or "This topic was removed.")
    return topic
