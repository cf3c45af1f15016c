from __future__ import annotations

from django.db import models
from django.db.models import Q


class Job(models.Model):
    """One piece of work. It is waiting, leased to a worker, finished, or given up."""

    task = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    priority = models.SmallIntegerField(default=0)
    # Of all waiting jobs with the same key there is only one. One that runs may have read already
    # what came since, so another may wait behind it.
    unique_key = models.CharField(max_length=120, null=True, blank=True)

    enqueued_at = models.DateTimeField()
    run_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=60, blank=True)
    # While it lies ahead, the job belongs to the worker.
    leased_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unique_key"],
                name="job_waiting_once",
                condition=Q(finished_at=None, given_up_at=None, leased_until=None),
            )
        ]
        indexes = [
            models.Index(
                fields=["run_at"],
                name="job_due",
                condition=Q(finished_at=None, given_up_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} #{self.pk}"


class Periodic(models.Model):
    """When a periodic job is to be enqueued next."""

    task = models.CharField(max_length=200, primary_key=True)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.task


class Beat(models.Model):
    """That a job worker is there, said by itself now and then while it has nothing to do."""

    worker = models.CharField(max_length=60, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker
