from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q

from areopagus.accounts.models import User
from areopagus.boards.models import Post


class Notice(models.Model):
    """One member told of one thing, at most once, however often a job is begun.

    It is about a post, or about the `subject_id` that the room of its kind knows.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    post = models.ForeignKey(Post, models.CASCADE, null=True, blank=True, related_name="+")
    subject_id = models.BigIntegerField(null=True, blank=True)
    made_at = models.DateTimeField(db_index=True)
    # Whether it stands on the board.
    on_board = models.BooleanField(default=False, db_default=False)
    read_at = models.DateTimeField(null=True, blank=True)
    # "now", "daily", "weekly"; empty when no mail is wanted.
    mail = models.CharField(max_length=8, blank=True, default="", db_default="")
    # While somebody sends it. A worker that was killed has left it standing.
    taken_at = models.DateTimeField(null=True, blank=True)
    # Null while it waits; also for one that was not sent after all, which `ended_at` says.
    sent_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # The mail of many notices that took it along.
    digest = models.ForeignKey(
        "notifications.Digest", models.SET_NULL, null=True, blank=True, related_name="notices"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "post"], name="told_once"),
            models.UniqueConstraint(
                fields=["user", "kind", "subject_id"], name="told_once_of_subject"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-made_at"], name="notice_list"),
            models.Index(
                fields=["user"], name="notice_unread", condition=Q(read_at=None, on_board=True)
            ),
            models.Index(
                fields=["mail", "user"], name="notice_waiting", condition=Q(ended_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"


class Digest(models.Model):
    """One mail of many notices. It is waiting, taken, sent, or was ended because nothing was left to say."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # "daily" or "weekly".
    period = models.CharField(max_length=8)
    made_at = models.DateTimeField(db_index=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.period} for {self.user_id}"


class Wishes(models.Model):
    """How a member wants to be told; of whom there is no row, nobody knows more than the defaults."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+")
    # Kind to channel to wish; only what was chosen otherwise than the default.
    said = models.JSONField(default=dict, blank=True)
    # Hours of the member's day between which no mail comes; both null for none.
    quiet_from = models.PositiveSmallIntegerField(null=True, blank=True)
    quiet_until = models.PositiveSmallIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"of {self.user_id}"


class PushSubscription(models.Model):
    """A browser of a member that is told while no page of the board is open, and they are signed in there."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    # Of the session in which they put it on their list. It has no foreign key, because a session is renewed
    # by deleting its row.
    session_key = models.CharField(max_length=40, db_index=True)
    # Whoever knows it and our key can send there.
    endpoint = models.CharField(max_length=1000, unique=True)
    # The browser's public key and secret (RFC 8291: p256dh, auth), in base64url.
    point = models.CharField(max_length=120)
    secret = models.CharField(max_length=40)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"a browser of {self.user_id}"

    @property
    def service(self) -> str:
        """The host of the browser's push service."""
        return urlsplit(self.endpoint).hostname or ""
