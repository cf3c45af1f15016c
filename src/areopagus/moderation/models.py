from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from areopagus.boards.models import Post


class Report(models.Model):
    """One member's word that a post needs a moderator. Keeps the text as it was when they saw it."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reporter_name = models.CharField(max_length=200)
    reason = models.TextField()
    reported_at = models.DateTimeField()
    source = models.TextField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["post"], name="report_open", condition=Q(settled_at=None)),
            models.Index(fields=["reporter", "-reported_at"], name="report_by_member"),
        ]

    def __str__(self) -> str:
        return f"{self.reporter_name} on {self.post_id}"
