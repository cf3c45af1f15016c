from __future__ import annotations

from django.db import models


class Presence(models.Model):
    """Who was here lately: one row a member ("m:7") or guest ("g:" and a keyed hash of the address).

    Written together every few seconds by `accounts.presence`, never by a single request.
    """

    key = models.CharField(max_length=64, primary_key=True)
    user = models.ForeignKey("accounts.User", models.CASCADE, null=True, related_name="+")
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
