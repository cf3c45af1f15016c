"""The one table of this room: options an administrator has changed from their defaults."""

from __future__ import annotations

from django.db import models


class OptionValue(models.Model):
    key = models.CharField(max_length=80, primary_key=True)
    value = models.JSONField()

    def __str__(self) -> str:
        return f"{self.key} = {self.value!r}"
