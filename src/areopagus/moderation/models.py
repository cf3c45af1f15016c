from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop

from areopagus.boards.models import Post
from areopagus.core.clock import now
from areopagus.core.ledger.models import Batch


class Report(models.Model):
    """One member's word that a post needs a moderator. Keeps the text as it was when they saw it.

    The open reports of one post are one *case*: they are taken over, noted on and settled together.
    """

    class Outcome(models.TextChoices):
        """What the reporter is told."""

        ACTED = "acted", gettext_noop("The moderators acted on it")
        NOTHING = "nothing", gettext_noop("The moderators saw nothing to do")

    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reporter_name = models.CharField(max_length=200)
    reason = models.TextField()
    reported_at = models.DateTimeField()
    source = models.TextField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by_name = models.CharField(max_length=200, blank=True)
    # Empty where an older version or an old board settled it without a word.
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    # For the reporter.
    answer = models.CharField(max_length=500, blank=True)
    # For staff.
    claimed_by_name = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["post"], name="report_open", condition=Q(settled_at=None)),
            models.Index(fields=["reporter", "-reported_at"], name="report_by_member"),
        ]

    def __str__(self) -> str:
        return f"{self.reporter_name} on {self.post_id}"


class MemberWarning(models.Model):
    """What staff said to a member, with points that count until they expire."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="warnings_given"
    )
    points = models.PositiveSmallIntegerField()
    message = models.TextField()
    given_at = models.DateTimeField()
    given_by_name = models.CharField(max_length=200)
    # Null: its points count for ever.
    expires_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["member", "-given_at"], name="warning_by_member")]

    def __str__(self) -> str:
        return f"{self.points} to {self.member_id}"

    @property
    def counts(self) -> bool:
        return self.expires_at is None or self.expires_at > now()


class StaffNote(models.Model):
    """What staff should know about a member. They never read it themselves."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="staff_notes")
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by_name = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["member", "-written_at"], name="staff_note_by_member")]

    def __str__(self) -> str:
        return f"{self.written_by_name} on {self.member_id}"


class Appeal(models.Model):
    """A member asks that a deed of the ledger be looked at again: once each."""

    class Outcome(models.TextChoices):
        """What the member is told."""

        UPHELD = "upheld", "The decision stands"
        UNDONE = "undone", "The decision is taken back"
        CHANGED = "changed", "The decision is changed in part"

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    text = models.TextField()
    made_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "member"], name="one_appeal_each"),
        ]
        indexes = [
            models.Index(fields=["made_at"], name="appeal_open", condition=Q(answered_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.member_id} against {self.batch_id}"

    @property
    def url(self) -> str:
        return f"/moderation/appeals/{self.pk}/"
