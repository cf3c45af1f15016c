from __future__ import annotations

from django.conf import settings
from django.db import models


class Mail(models.Model):
    """A mail that came in and was dealt with. Its words are not kept: they are a post, or came back to their writer."""

    class Outcome(models.TextChoices):
        PUBLISHED = "published", "became a post"
        HELD = "held", "waits for a moderator"
        REFUSED = "refused", "was refused"
        RETURNED = "returned", "was a letter that came back"
        AUTOMATIC = "automatic", "was written by a machine"

    # A digest of its Message-ID and of the address it came to: a mail that comes twice is one.
    key = models.CharField(max_length=64, unique=True)
    came_at = models.DateTimeField(db_index=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    # Why, where it was refused.
    reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.came_at:%Y-%m-%d %H:%M}: {self.get_outcome_display()}"
