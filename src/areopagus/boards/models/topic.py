from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from areopagus.boards.models.forum import Forum
from areopagus.boards.querysets import TopicQuerySet
from areopagus.core.addresses import slug_of


class Topic(models.Model):
    """A conversation. Its id and the numbers of its posts never change.

    `last_number` is the highest number ever given; the pages of a topic are ranges of numbers.
    `post_count` counts the posts that stand. A stub (`moved_to`) only leads to another topic and
    has no posts.
    """

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="topics")
    title = models.CharField(max_length=255)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="topics"
    )
    author_name = models.CharField(max_length=200)
    started_at = models.DateTimeField()

    pinned_at = models.DateTimeField(null=True, blank=True)
    # Shown above the topics of every forum, to whoever may read its own. Then it is pinned there, too.
    pinned_everywhere_at = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removal_reason = models.CharField(max_length=500, blank=True)
    moved_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="stubs"
    )
    # True for a stub even when what it led to is gone.
    is_stub = models.BooleanField(default=False)
    # When a stub is taken from the list by itself. The old address leads on all the same.
    stub_until = models.DateTimeField(null=True, blank=True)

    last_number = models.PositiveIntegerField(default=0)
    post_count = models.PositiveIntegerField(default=0)
    view_count = models.PositiveIntegerField(default=0)
    first_post = models.ForeignKey(
        "boards.Post", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    last_post = models.ForeignKey(
        "boards.Post", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The time that orders the listing: of the last standing post, else of the start.
    last_post_at = models.DateTimeField()

    objects = TopicQuerySet.as_manager()

    class Meta:
        indexes = [
            # One forum's page: standing topics, newest answer first. Pinned ones have their own index;
            # they are left out while pages are skipped, which must not cost a look at each topic.
            models.Index(
                fields=["forum", "-last_post_at", "-id", "pinned_at"],
                name="topic_listing",
                condition=Q(removed_at=None),
            ),
            # SQLite uses such an index only where the query says the same words: IS NOT NULL, which
            # ~Q(pinned_at=None) does not come out as.
            models.Index(
                fields=["forum", "-last_post_at", "-id"],
                name="topic_pinned",
                condition=Q(pinned_at__isnull=False, removed_at=None),
            ),
            models.Index(
                fields=["pinned_everywhere_at"],
                name="topic_pinned_everywhere",
                condition=Q(pinned_everywhere_at__isnull=False),
            ),
            models.Index(
                fields=["-last_post_at"], name="topic_active", condition=Q(removed_at=None)
            ),
            models.Index(
                fields=["forum"],
                name="topic_stubs",
                condition=Q(is_stub=True, removed_at=None),
            ),
            models.Index(fields=["author", "-started_at"], name="topic_by_author"),
            models.Index(
                fields=["stub_until"],
                name="topic_stub_until",
                condition=Q(stub_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        return topic_address(self.pk, self.title)

    @property
    def reply_count(self) -> int:
        return max(0, self.post_count - 1)


def topic_address(topic_id: int, title: str) -> str:
    """Such as "/topics/42-who-lands-first/"."""
    slug = slug_of(title)[:80].strip("-")
    return f"/topics/{topic_id}-{slug}/" if slug else f"/topics/{topic_id}/"
