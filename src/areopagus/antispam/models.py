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


class Listing(models.Model):
    """What StopForumSpam said of a newcomer. There is a row once it has answered: no row is "unknown"."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    answered_at = models.DateTimeField()
    # How often it was reported as a spammer's, and when last.
    address_times = models.PositiveIntegerField(default=0)
    address_last_at = models.DateTimeField(null=True, blank=True)
    mail_times = models.PositiveIntegerField(default=0)
    mail_last_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"What is said of {self.user_id}"

    @property
    def is_listed(self) -> bool:
        return bool(self.address_times or self.mail_times)


class Raid(models.Model):
    """Raid mode: while one is on, every newcomer waits. It ends at its hour, or when somebody ends it."""

    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    started_by_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Raid mode since {self.started_at}"


class Knowledge(models.Model):
    """What the classifier has learned, in one row: in how many texts of spam and of talk each sign was seen."""

    trained_at = models.DateTimeField()
    spam = models.PositiveIntegerField()
    talk = models.PositiveIntegerField()
    seen = models.JSONField()

    def __str__(self) -> str:
        return f"Learned from {self.spam + self.talk} texts"
