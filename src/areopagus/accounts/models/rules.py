from __future__ import annotations

from django.db import models

from areopagus.core.clock import now


class RulesVersion(models.Model):
    """The rules as they stood from a moment on. Never changed: members have accepted them by number."""

    number = models.PositiveIntegerField(primary_key=True)
    made_at = models.DateTimeField(default=now)
    html = models.TextField()

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"version {self.number} of the rules"
