from __future__ import annotations

from django.db import models
from django.db.models import Q


class Round(models.Model):
    """One way through the whole board, in pieces: where it has come to, and what it has found.

    It is under way, stopped (and may go on from there), or finished.
    """

    class Kind(models.TextChoices):
        COUNT = "count"
        RENDER = "render"
        INDEX = "index"

    kind = models.CharField(max_length=8, choices=Kind)
    # Of rendering: also what this version has rendered before, because options have changed.
    is_whole = models.BooleanField(default=False)
    begun_at = models.DateTimeField()
    begun_by_name = models.CharField(max_length=200)
    # What is gone through at the moment, and the last id that is done.
    stage = models.PositiveSmallIntegerField(default=0)
    last_id = models.BigIntegerField(default=0)
    total_count = models.PositiveIntegerField(default=0)
    done_count = models.PositiveIntegerField(default=0)
    mended_count = models.PositiveIntegerField(default=0)
    worked_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                name="one_round_under_way",
                condition=Q(finished_at=None, stopped_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_under_way(self) -> bool:
        return self.finished_at is None and self.stopped_at is None

    @property
    def shown_done(self) -> int:
        """Never more than all: what was written since it began is gone through as well."""
        return min(self.done_count, self.total_count)


class Day(models.Model):
    """What happened on one day, in UTC; added some minutes or hours later, see `summing` and `traffic`."""

    day = models.DateField(primary_key=True)
    posts = models.PositiveIntegerField(default=0)
    topics = models.PositiveIntegerField(default=0)
    # Who registered, and how many members have written something.
    members = models.PositiveIntegerField(default=0)
    writers = models.PositiveIntegerField(default=0)
    guest_pages = models.PositiveIntegerField(default=0)
    member_pages = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.day}"
