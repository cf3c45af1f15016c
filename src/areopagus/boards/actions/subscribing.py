"""Asking to be told about answers, and asking no longer."""

from __future__ import annotations

from areopagus.accounts.actors import Actor
from areopagus.boards import permissions
from areopagus.boards.models import Forum, ForumSubscription, Topic, TopicSubscription


def subscribe_to_topic(actor: Actor, topic: Topic) -> None:
    permissions.can_subscribe(actor).insist()
    TopicSubscription.objects.get_or_create(user_id=actor.member_id, topic=topic)


def unsubscribe_from_topic(actor: Actor, topic: Topic) -> None:
    permissions.can_subscribe(actor).insist()
    TopicSubscription.objects.filter(user=actor.user_id, topic=topic).delete()


def subscribe_to_forum(actor: Actor, forum: Forum) -> None:
    permissions.can_subscribe(actor).insist()
    ForumSubscription.objects.get_or_create(user_id=actor.member_id, forum=forum)


def unsubscribe_from_forum(actor: Actor, forum: Forum) -> None:
    permissions.can_subscribe(actor).insist()
    ForumSubscription.objects.filter(user=actor.user_id, forum=forum).delete()
