from __future__ import annotations

from django.conf import settings
from django.db import models

from areopagus.boards.models.forum import Forum
from areopagus.boards.models.topic import Topic


class TopicSubscription(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="subscriptions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "topic"], name="one_topic_subscription_each")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} to {self.topic_id}"


class ForumSubscription(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    forum = models.ForeignKey(Forum, models.CASCADE, related_name="subscriptions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "forum"], name="one_forum_subscription_each")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} to {self.forum_id}"
