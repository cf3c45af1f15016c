"""How closely a member follows topics and forums."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.boards import permissions
from areopagus.boards.models import Forum, ForumSubscription, Level, Topic, TopicSubscription
from areopagus.boards.structure import places


def subscribe_to_topic(actor: Actor, topic: Topic, level: Level = Level.WATCHED) -> None:
    permissions.can_subscribe(actor).insist()
    _say(TopicSubscription, actor, "topic", [topic.pk], level)


def unsubscribe_from_topic(actor: Actor, topic: Topic) -> None:
    subscribe_to_topic(actor, topic, Level.NORMAL)


def subscribe_to_forum(actor: Actor, forum: Forum, level: Level = Level.WATCHED) -> None:
    permissions.can_subscribe(actor).insist()
    _say(ForumSubscription, actor, "forum", [forum.pk], level)


def unsubscribe_from_forum(actor: Actor, forum: Forum) -> None:
    subscribe_to_forum(actor, forum, Level.NORMAL)


@transaction.atomic
def change_subscriptions(
    actor: Actor, topic_ids: Iterable[int], forum_ids: Iterable[int], level: Level
) -> int:
    """The same level for many; how many that were. What the actor may not see is left as it is."""
    permissions.can_subscribe(actor).insist()
    topics = permissions.visible_topics(actor).filter(pk__in=list(topic_ids), is_stub=False)
    readable = permissions.access(actor)
    known = {place.forum_id for place in places() if place.forum_id in readable}
    wanted = sorted(known & set(forum_ids))
    found = sorted(topics.values_list("pk", flat=True))
    _say(TopicSubscription, actor, "topic", found, level)
    _say(ForumSubscription, actor, "forum", wanted, level)
    return len(found) + len(wanted)


def subscribe_on_writing(actor: Actor, topic: Topic) -> None:
    """A box that is ticked by itself overrules nothing that was said of the topic before."""
    permissions.can_subscribe(actor).insist()
    TopicSubscription.objects.get_or_create(
        user_id=actor.member_id, topic=topic, defaults={"level": level_when_ticked(actor)}
    )


def level_when_ticked(actor: Actor) -> Level:
    """Of whoever wants nothing by itself, and ticks the box once: as close as can be."""
    said = Level(actor.user.level_when_writing) if actor.user else Level.NORMAL
    return said if said > Level.NORMAL else Level.WATCHED


def _say(model: Any, actor: Actor, what: str, ids: list[int], level: Level) -> None:
    if level == Level.NORMAL:
        model.objects.filter(**{"user": actor.member_id, f"{what}__in": ids}).delete()
        return
    model.objects.bulk_create(
        [model(**{"user_id": actor.member_id, f"{what}_id": pk, "level": level}) for pk in ids],
        update_conflicts=True,
        unique_fields=["user", what],
        update_fields=["level"],
    )
