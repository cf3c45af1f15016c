from __future__ import annotations

from django.conf import settings
from django.db import models


class FormerName(models.Model):
    """What a member was called before. It stays theirs: nobody else may have it, or one that looks like it."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="former_names"
    )
    name = models.CharField(max_length=200)
    # As of members' names; see accounts.names.
    name_key = models.CharField(max_length=220, db_index=True)
    name_skeleton = models.CharField(max_length=260, db_index=True)
    given_up_at = models.DateTimeField()
    renamed_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-given_up_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["member", "name_key"], name="one_former_name_each")
        ]

    def __str__(self) -> str:
        return self.name
