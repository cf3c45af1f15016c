"""The tables of this room: options an administrator has changed, and what machines could not tell each other."""

from __future__ import annotations

from django.db import models

from areopagus.core.clock import now


class OptionValue(models.Model):
    key = models.CharField(max_length=80, primary_key=True)
    value = models.JSONField()

    def __str__(self) -> str:
        return f"{self.key} = {self.value!r}"


class UntoldChange(models.Model):
    """A deed could not tell the board's other machines what it changes; see `core.machines`."""

    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"untold at {self.at}"
