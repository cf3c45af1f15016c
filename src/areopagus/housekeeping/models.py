from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from areopagus.core.ledger.models import Batch


class State(models.TextChoices):
    """What a sweep makes of a member."""

    DORMANT = "dormant"
    QUARANTINED = "quarantined"


class Evidence(models.Model):
    """What was found out about one account, and when. Written anew by every gathering.

    `signs` and `shields` are pairs: which, and what was found in words.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    gathered_at = models.DateTimeField()
    signs = models.JSONField(default=list)
    shields = models.JSONField(default=list)
    # Counted from the posts themselves.
    standing_posts = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"What is known of {self.user_id}"


class Canary(models.Model):
    """A member who must never be hit: a sweep that would is wrong as a whole, and refuses."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    named_at = models.DateTimeField()
    named_by_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.user_id} is a canary"


class Sweep(models.Model):
    """One run: who was chosen by which rules. Planned, perhaps announced to them, then run or called off."""

    rules = models.JSONField()
    asleep_years = models.PositiveSmallIntegerField()
    planned_at = models.DateTimeField()
    planned_by_name = models.CharField(max_length=200)
    # Before this it does not run: whoever was written to has until then to answer.
    due_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)
    run_at = models.DateTimeField(null=True, blank=True)
    batch = models.OneToOneField(Batch, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            # Two at once would count the same members twice.
            models.UniqueConstraint(
                models.Value(1),
                name="one_sweep_planned",
                condition=Q(run_at=None, called_off_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"Sweep {self.pk}"

    @property
    def is_planned(self) -> bool:
        return self.run_at is None and self.called_off_at is None

    @property
    def url(self) -> str:
        return f"/administration/housekeeping/sweeps/{self.pk}/"


class Chosen(models.Model):
    """One member whom a sweep has chosen, by which rules, and what spoke against them then."""

    sweep = models.ForeignKey(Sweep, models.CASCADE, related_name="chosen")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    state = models.CharField(max_length=12, choices=State)
    rules = models.JSONField()
    signs = models.JSONField(default=list)
    written_to_at = models.DateTimeField(null=True, blank=True)
    # "Keep me", said by the member through the link in their mail.
    kept_at = models.DateTimeField(null=True, blank=True)
    # Taken out by an administrator who looked.
    spared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sweep", "user"], name="chosen_once")]
        indexes = [models.Index(fields=["user"], name="chosen_by_member")]

    def __str__(self) -> str:
        return f"{self.user_id} in sweep {self.sweep_id}"
