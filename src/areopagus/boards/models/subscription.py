from __future__ import annotations

from django.conf import settings
from django.db import models

from areopagus.boards.models.forum import Forum
from areopagus.boards.models.topic import Topic


class Level(models.IntegerChoices):
    """How closely a member follows a topic or a forum. Normal needs no row: it goes as it goes for everybody."""

    MUTED = 0, "Mute"
    NORMAL = 1, "Normal"
    FOLLOWED = 2, "Follow quietly"
    WATCHED = 3, "Watch"


def _level() -> models.PositiveSmallIntegerField[int, int]:
    """A subscription of FluxBB's says no more than that it is there, and means to be told."""
    return models.PositiveSmallIntegerField(
        choices=Level.choices, default=Level.WATCHED, db_default=Level.WATCHED
    )


class TopicSubscription(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="subscriptions")
    level = _level()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "topic"], name="one_topic_subscription_each")
        ]
        indexes = [models.Index(fields=["user", "level", "topic"], name="topic_subscription_level")]

    def __str__(self) -> str:
        return f"{self.user_id} to {self.topic_id}"


class ForumSubscription(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    forum = models.ForeignKey(Forum, models.CASCADE, related_name="subscriptions")
    level = _level()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "forum"], name="one_forum_subscription_each")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} to {self.forum_id}"
