from __future__ import annotations

from django.conf import settings
from django.db import models

from areopagus.accounts.models import Invitation


class Arrival(models.Model):
    """How a member came through the gate. Who came before there was one, or by an import, has none."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    invitation = models.ForeignKey(
        Invitation, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # How long the form was open.
    seconds = models.PositiveIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"How {self.user_id} came"

    @property
    def invited_by(self) -> str:
        """The name of whoever made the invitation; "" without one. Wants `invitation__made_by` selected along."""
        if self.invitation is None or self.invitation.made_by is None:
            return ""
        return self.invitation.made_by.name
