from __future__ import annotations

from django.db import models


class Smiley(models.Model):
    """A smiley that only this board has. `picture` is a path below media/."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    picture = models.CharField(max_length=100)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.code
