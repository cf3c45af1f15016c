from __future__ import annotations

from django.db import models

from areopagus.core.addresses import slug_of


class Category(models.Model):
    name = models.CharField(max_length=80)
    position = models.IntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Forum(models.Model):
    """Where topics stand. A forum may hold subforums; a link forum only leads elsewhere.

    The counters and the last post are kept by actions and proved by `areopagus check`. They count
    what stands in this forum itself, not in its subforums.
    """

    class Order(models.IntegerChoices):
        """FluxBB's three orders, same numbers. Pinned topics come first in each."""

        LAST_POST = 0
        NEWEST = 1
        TITLE = 2

    category = models.ForeignKey(Category, models.PROTECT, related_name="forums")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subforums"
    )
    name = models.CharField(max_length=80)
    # As the administrator typed it, and as it is shown: HTML made safe when it was saved.
    description = models.TextField(blank=True)
    description_html = models.TextField(blank=True)
    # On top of the forum and of its topics, until a moment; kept as typed and as shown, too.
    announcement = models.TextField(blank=True)
    announcement_html = models.TextField(blank=True)
    announcement_until = models.DateTimeField(null=True, blank=True)
    position = models.IntegerField(default=0)
    order = models.PositiveSmallIntegerField(choices=Order.choices, default=Order.LAST_POST)
    # The address a link forum leads to, empty for every other.
    link = models.URLField(max_length=300, blank=True)

    topic_count = models.PositiveIntegerField(default=0)
    post_count = models.PositiveIntegerField(default=0)
    last_post = models.ForeignKey(
        "boards.Post", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return forum_address(self.pk, self.name)


def forum_address(forum_id: int, name: str) -> str:
    """Such as "/forums/3-missions/"."""
    slug = slug_of(name)
    return f"/forums/{forum_id}-{slug}/" if slug else f"/forums/{forum_id}/"
