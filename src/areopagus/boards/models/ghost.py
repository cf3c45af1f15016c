from __future__ import annotations

from django.db import models
from django.db.models import Q

from areopagus.accounts import names
from areopagus.core.addresses import slug_of

LONGEST_KEY = 200


class Ghost(models.Model):
    """Somebody who wrote posts and has no account: told apart by name and by how that came to be.

    Where the old board's number of a lost account is known, that number tells it apart. Mail addresses
    stay with the posts they came with, where they prove who wrote which; they are shown to nobody.
    """

    class Origin(models.TextChoices):
        """How it came to be, and what readers see of that."""

        GUEST = "guest", "Guest"
        OLD_GUEST = "old-guest", "Guest"
        OLD_MEMBER = "old-member", "Former member"
        # Nothing that is left tells which.
        UNKNOWN = "unknown", "Guest or former member"
        # Has asked to be forgotten. The name is one that we have given, and the posts are nobody's for ever.
        ERASED = "erased", "Has left for good"

    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=LONGEST_KEY)
    origin = models.CharField(max_length=12, choices=Origin)
    old_user_id = models.BigIntegerField(null=True, blank=True, unique=True)
    # Removed posts count too, as they do for members.
    first_post_at = models.DateTimeField(null=True, blank=True)
    last_post_at = models.DateTimeField(null=True, blank=True)
    post_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name_key", "origin"],
                name="ghost_by_name",
                condition=Q(old_user_id=None),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return ghost_address(self.pk, self.name)

    @property
    def title(self) -> str:
        return title_of(self.origin)


def ghost_address(ghost_id: int, name: str) -> str:
    """Such as "/ghosts/7-olga/"."""
    slug = slug_of(name)
    return f"/ghosts/{ghost_id}-{slug}/" if slug else f"/ghosts/{ghost_id}/"


def title_of(origin: str | None) -> str:
    """What stands beside a post instead of a member's title."""
    return str(Ghost.Origin(origin or Ghost.Origin.GUEST).label)


def key_of(name: str) -> str:
    """Spellings that are one name have one key."""
    return names.key_of(name)[:LONGEST_KEY]
