"""Named pieces of query about the rows themselves. Who may see them is permissions.py's affair."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Self

from django.db import models

from areopagus.accounts.models import Group


class TopicQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        return self.filter(removed_at=None)

    def in_forums(self, forum_ids: Collection[int]) -> Self:
        return self.filter(forum_id__in=forum_ids)


class PostQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        return self.filter(removed_at=None)

    def by_administrators(self) -> Self:
        return self.filter(author__group__role=Group.Role.ADMINISTRATORS)

    def on_page(self, page: int, size: int) -> Self:
        """A page of a topic is a range of numbers: page 5,000 costs what page 1 costs."""
        first = (page - 1) * size + 1
        return self.filter(number__gte=first, number__lt=first + size)
