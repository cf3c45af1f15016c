"""Who may be told of what."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from areopagus.accounts import actors
from areopagus.accounts.mail_trouble import trouble_of
from areopagus.accounts.models import User
from areopagus.boards.models import ForumSubscription, Level, Post, TopicSubscription
from areopagus.boards.permissions import can_see_post
from areopagus.core.verdict import ALLOWED, Verdict, denied
from areopagus.notifications.models import Notice


def can_be_told(member: User, post: Post) -> Verdict:
    """Wants `group` and `topic` selected along."""
    if not (member.email and member.is_active) or member.is_shut_out or member.dormant_at:
        return denied("They cannot be written to.")
    if trouble_of(member) is not None:
        return denied("Letters to them come back.")
    if member.pk == post.author_id:
        return denied("They wrote it.")
    if not can_see_post(actors.member(member), post):
        return denied("They may not read it.")
    return ALLOWED


def subscribers(post: Post) -> QuerySet[User]:
    """Whoever watches the topic or, of a new topic, its forum."""
    watching = {"user": OuterRef("pk"), "level": Level.WATCHED}
    to_topic = TopicSubscription.objects.filter(topic=post.topic_id, **watching)
    found = Exists(to_topic)
    if post.number == 1:
        to_forum = ForumSubscription.objects.filter(forum=post.topic.forum_id, **watching)
        return User.objects.filter(found | Exists(to_forum))
    return User.objects.filter(found)


def still_want_it(notice: Notice) -> bool:
    """Wants `user` and `post` selected along."""
    if notice.named:
        return notice.user.notify_when_named
    return subscribers(notice.post).filter(pk=notice.user_id).exists()
