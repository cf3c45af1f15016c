from __future__ import annotations

from django.db import models

from areopagus.boards.models import Topic


class Resemblance(models.Model):
    """One topic whose title resembles another's. Each topic that was compared has a row without another.

    `score` is the share, in thousandths, of what the topic's title says that the other's says, too.
    """

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="resemblances")
    other = models.ForeignKey(Topic, models.CASCADE, null=True, related_name="resembled_by")
    score = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "other"], name="resembles_once"),
            models.UniqueConstraint(
                fields=["topic"], condition=models.Q(other=None), name="compared_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} resembles {self.other_id}"


class Month(models.Model):
    """Between which numbers the posts of a month stand, so that a search by dates passes over all others.

    What is taken out of the index leaves the bounds wider than need be, never narrower.
    """

    # See `documents.month_of`.
    month = models.PositiveIntegerField(primary_key=True)
    lowest = models.PositiveBigIntegerField()
    highest = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.month // 12}-{self.month % 12 + 1:02}: {self.lowest} to {self.highest}"
