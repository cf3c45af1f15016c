from __future__ import annotations

from django.db import models


class ReservedName(models.Model):
    """A name of somebody who has left for good, as a keyed digest: nobody else is to be called so. See decision 0041."""

    digest = models.CharField(max_length=64, primary_key=True)

    def __str__(self) -> str:
        return "A reserved name"
