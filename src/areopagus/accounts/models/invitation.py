from __future__ import annotations

from django.conf import settings
from django.db import models

from areopagus.core.clock import now


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def usable(self) -> models.QuerySet[Invitation]:
        return self.filter(uses_left__gt=0, withdrawn_at=None).exclude(expires_at__lte=now())


class Invitation(models.Model):
    """A code with which somebody may register where the board takes newcomers by invitation."""

    code = models.CharField(max_length=40, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)
    uses_left = models.PositiveIntegerField(default=1)
    expires_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.note or f"Invitation {self.pk}"
