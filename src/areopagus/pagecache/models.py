from __future__ import annotations

from django.db import models


class ChangedKey(models.Model):
    """A key of `core.shown` that was changed and that a content delivery network is to forget, twice."""

    key = models.CharField(max_length=80)
    sent_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.key
