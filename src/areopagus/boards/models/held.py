from __future__ import annotations

from hashlib import blake2s

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop

from areopagus.boards.models.forum import Forum
from areopagus.boards.models.post import Post
from areopagus.boards.models.topic import Topic


class HeldWriting(models.Model):
    """A topic, a reply or an edit that waits for a moderator. It is no post yet: it has no number and no place.

    Once decided it stays, for its writer and for the ledger.
    """

    class Kind(models.TextChoices):
        TOPIC = "topic", gettext_noop("new topic")
        REPLY = "reply", gettext_noop("reply")
        EDIT = "edit", gettext_noop("edit")

    class Decision(models.TextChoices):
        APPROVED = "approved", gettext_noop("approved")
        REJECTED = "rejected", gettext_noop("rejected")
        WITHDRAWN = "withdrawn", gettext_noop("withdrawn by its writer")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    author_name = models.CharField(max_length=200)
    author_mail = models.EmailField(max_length=254, blank=True)
    author_address = models.CharField(max_length=45, blank=True)
    forum = models.ForeignKey(Forum, models.CASCADE, related_name="+")
    # The topic replied to, or that of the post that is edited; of a new topic the one it became.
    topic = models.ForeignKey(Topic, models.CASCADE, null=True, blank=True, related_name="+")
    # The post that is edited, or the one it became.
    post = models.ForeignKey(Post, models.CASCADE, null=True, blank=True, related_name="+")

    title = models.CharField(max_length=255, blank=True)
    source = models.TextField()
    # Of an edit the text that stood there: another one by now must not be lost.
    earlier = models.TextField(blank=True)
    markup = models.CharField(max_length=12)
    with_smilies = models.BooleanField(default=True)
    subscribe = models.BooleanField(default=False)
    edit_reason = models.CharField(max_length=200, blank=True)
    submission = models.UUIDField(null=True, blank=True)
    # As `boards.judging` has them.
    judgements = models.JSONField(default=list)
    held_at = models.DateTimeField()

    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    # Said to the writer.
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission"], name="held_once"),
        ]
        indexes = [
            models.Index(fields=["forum"], name="held_open", condition=Q(decided_at=None)),
            models.Index(fields=["author", "-held_at"], name="held_by_author"),
        ]

    def __str__(self) -> str:
        return f"the {self.get_kind_display()} by {self.author_name}"

    @property
    def digest(self) -> str:
        """What was looked at, so that nothing else is approved than that."""
        said = (self.title, self.source, self.markup, self.with_smilies, self.earlier)
        return blake2s(repr(said).encode(), digest_size=8).hexdigest()

    @property
    def reason(self) -> str:
        """Why it waits, for its writer."""
        return self.judgements[0]["reason"] if self.judgements else ""

    @property
    def where(self) -> str:
        """The title of the topic it belongs to."""
        return self.topic.title if self.topic is not None and not self.title else self.title
