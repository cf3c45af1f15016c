from __future__ import annotations

from django.db import models


class Smiley(models.Model):
    """A smiley that only this board has. `picture` is a path below media/."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    picture = models.CharField(max_length=100)
    position = models.IntegerField(default=0)
    # Its code stays text then, in old posts too.
    off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.code
