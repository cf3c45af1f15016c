from __future__ import annotations

from django.conf import settings
from django.db import models

from areopagus.boards.models.topic import Topic


class ReadMark(models.Model):
    """Up to which number a member has read a topic. What is older than `User.read_before` needs none."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    # When it was set for a whole forum, and where it stood before (0: there was none), to undo that.
    passed_at = models.DateTimeField(null=True)
    passed_from = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "topic"], name="one_mark_each")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.topic_id} up to #{self.number}"
