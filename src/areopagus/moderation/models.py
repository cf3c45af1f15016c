from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from areopagus.boards.models import Post


class Report(models.Model):
    """One member's word that a post needs a moderator. Keeps the text as it was when they saw it.

    The open reports of one post are one *case*: they are taken over, noted on and settled together.
    """

    class Outcome(models.TextChoices):
        """What the reporter is told."""

        ACTED = "acted", "The moderators acted on it"
        NOTHING = "nothing", "The moderators saw nothing to do"

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
    # Empty where an older version or an old board settled it without a word.
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    # For the reporter.
    answer = models.CharField(max_length=500, blank=True)
    # For staff.
    claimed_by_name = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["post"], name="report_open", condition=Q(settled_at=None)),
            models.Index(fields=["reporter", "-reported_at"], name="report_by_member"),
        ]

    def __str__(self) -> str:
        return f"{self.reporter_name} on {self.post_id}"
