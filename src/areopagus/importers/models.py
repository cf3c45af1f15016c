"""What an import remembers of the old board, so that a later one takes over only what is new or changed.

It lies in the board's own database: it is written in the import's transaction and copied with the board.
"""

from __future__ import annotations

from django.db import models


class Moved(models.Model):
    """One time that the old board moved in: first whole, then what was new or changed."""

    finished_at = models.DateTimeField()
    # Without a password, as people are told.
    source = models.CharField(max_length=300)
    charset = models.CharField(max_length=40)
    # The newest moment and the highest ids of the old board, and where this board's own ids begin.
    newest_at = models.DateTimeField(null=True)
    highest = models.JSONField(default=dict)
    edges = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.source


class KeptRow(models.Model):
    """A row as the old board had it last, as digests of what would stand here for it.

    `print` holds one digest of eight bytes for each aspect; see `fluxbb.prints`. `second` is 0 where
    the row has one key.
    """

    kind = models.CharField(max_length=20)
    first = models.BigIntegerField()
    second = models.BigIntegerField(default=0)
    print = models.BinaryField()
    # Whether it had vanished from the old board.
    is_gone = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "first", "second"], name="kept_row")]

    def __str__(self) -> str:
        return f"{self.kind} {self.first}"


class KeptPost(models.Model):
    """The same for a post, under its own id: there are many."""

    print = models.BinaryField()
    is_gone = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"posts {self.pk}"


class KeptApart(models.Model):
    """What stands here otherwise than on the old board because somebody here changed it."""

    kind = models.CharField(max_length=20)
    first = models.BigIntegerField()
    second = models.BigIntegerField(default=0)
    aspect = models.CharField(max_length=40)
    # Whether the old board had changed it as well.
    is_conflict = models.BooleanField()
    noticed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "first", "second", "aspect"], name="kept_apart_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first}: {self.aspect}"
