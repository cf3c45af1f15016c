from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from areopagus.boards.models.ghost import Ghost
from areopagus.boards.models.topic import Topic
from areopagus.boards.querysets import PostQuerySet


class Post(models.Model):
    """What somebody wrote. Its id is its permalink; its number within the topic is never reused.

    `source` is kept exactly as typed; `html` is what `markup` made of it, `html_version` the
    renderer that did. A post without an account belongs to a ghost and keeps the name it was written
    under. A removed post leaves its place.
    """

    # No index of their own for topic and author: others begin with them, and each is written with every post.
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="posts", db_index=False)
    number = models.PositiveIntegerField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="posts",
        db_index=False,
    )
    ghost = models.ForeignKey(
        Ghost, models.PROTECT, null=True, blank=True, related_name="posts", db_index=False
    )
    author_name = models.CharField(max_length=200)
    # Given by guests only; never shown to members.
    author_mail = models.EmailField(max_length=254, blank=True)
    author_address = models.CharField(max_length=45, blank=True)
    posted_at = models.DateTimeField()

    # A heading of its own where the old board stored one.
    subject = models.CharField(max_length=255, blank=True)
    source = models.TextField()
    markup = models.CharField(max_length=12)
    html = models.TextField()
    html_version = models.PositiveSmallIntegerField()
    with_smilies = models.BooleanField(default=True)

    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by_name = models.CharField(max_length=200, blank=True)
    edit_reason = models.CharField(max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removal_reason = models.CharField(max_length=500, blank=True)
    removed_by_author = models.BooleanField(default=False)

    # The composer's own key: the same form sent twice makes one post.
    submission = models.UUIDField(null=True, blank=True, unique=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "number"], name="post_number")]
        indexes = [
            models.Index(fields=["author", "-id"], name="post_by_author"),
            # The topics in which somebody has written, read from the index alone.
            models.Index(fields=["author", "topic", "removed_at"], name="post_in_topics"),
            # How many are to be rendered anew.
            models.Index(fields=["html_version"], name="post_by_renderer"),
            models.Index(
                fields=["ghost", "-id"], name="post_by_ghost", condition=Q(ghost__isnull=False)
            ),
            models.Index(
                fields=["author_address", "-id"], name="post_by_guest", condition=Q(author=None)
            ),
            models.Index(fields=["author_address", "-id"], name="post_by_address"),
        ]

    def __str__(self) -> str:
        return f"#{self.number}"

    @property
    def url(self) -> str:
        return post_address(self.pk)

    @property
    def by_administrator(self) -> bool:
        """Wants `author__group` selected along."""
        return self.author is not None and self.author.group.is_administrators


class Departure(models.Model):
    """A place whose post was moved to another topic: its number is not given to another."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="departures")
    number = models.PositiveIntegerField()
    post = models.ForeignKey(Post, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "number"], name="departure_number")]

    def __str__(self) -> str:
        return f"#{self.number} of {self.topic_id}"


class PostRevision(models.Model):
    """The text of a post before one edit. Every edit leaves one, a silent one too."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="revisions")
    source = models.TextField()
    markup = models.CharField(max_length=12)
    title = models.CharField(max_length=255, blank=True)
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    edited_by_name = models.CharField(max_length=200)
    reason = models.CharField(max_length=200, blank=True)
    is_silent = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.post_id} before {self.edited_at}"


def post_address(post_id: int) -> str:
    """Leads to the page of the topic on which the post stands, and to its place there."""
    return f"/posts/{post_id}/"
