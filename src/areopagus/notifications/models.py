from __future__ import annotations

from django.conf import settings
from django.db import models

from areopagus.boards.models import Post


class Notice(models.Model):
    """One member told of one post, at most once, however often a job is begun."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    # Watched the forum, not the topic.
    of_forum = models.BooleanField(default=False)
    # Mentioned or quoted, and subscribed to neither.
    named = models.BooleanField(default=False, db_default=False)
    made_at = models.DateTimeField(db_index=True)
    # Null while it waits; also for one that was not sent after all, which `ended_at` says.
    sent_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "post"], name="told_once")]

    def __str__(self) -> str:
        return f"{self.user_id} of post {self.post_id}"
