from __future__ import annotations

from django.conf import settings
from django.db import models

from areopagus.boards.models import Ghost


class Farewell(models.Model):
    """A member has asked to be forgotten. Until `due_at` they can take it back, and then the row is gone.

    From `begun_at` on there is no way back. `step` and `last_id` say how far the job has come; what it must know
    of them meanwhile (`names`, `mails`) is gone when it is done.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    # What stands in the place of their name, and whose their posts are then.
    pseudonym = models.CharField(max_length=60, blank=True)
    ghost = models.ForeignKey(Ghost, models.PROTECT, null=True, blank=True, related_name="+")
    names = models.JSONField(default=list)
    mails = models.JSONField(default=list)
    step = models.CharField(max_length=100, blank=True)
    last_id = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.user_id} leaves"


class Copy(models.Model):
    """A copy of all that is kept about a member: asked for, made by a job, there for some days."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(db_index=True)
    made_at = models.DateTimeField(null=True, blank=True)
    over_at = models.DateTimeField(null=True, blank=True)
    size = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"A copy for {self.user_id}"


class CopyPiece(models.Model):
    """A part of the file. In the database, so that every machine of a board can hand it out."""

    copy = models.ForeignKey(Copy, models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["copy", "number"], name="one_piece_each")]

    def __str__(self) -> str:
        return f"{self.copy_id}, part {self.number}"
