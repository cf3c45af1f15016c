"""What makes notices read: the topic was, or its reader says so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from areopagus.accounts.models import User
from areopagus.notifications.counting import hold, recount
from areopagus.notifications.models import Notice


def topics_were_read(marks: Mapping[tuple[int, int], int], at: datetime) -> None:
    """`marks` say how far, by member and topic. Posts behind that stay new."""
    readers = User.objects.filter(pk__in={user for user, _ in marks}, unread_notices__gt=0)
    ids = list(readers.values_list("pk", flat=True))
    if not ids:
        return
    rows = Notice.objects.filter(
        user__in=ids, post__topic__in={topic for _, topic in marks}, on_board=True, read_at=None
    )
    found = rows.values_list("pk", "user_id", "post__topic_id", "post__number")
    read = [pk for pk, user, topic, number in found if marks.get((user, topic), 0) >= number]
    if read:
        _mark(Notice.objects.filter(pk__in=read), ids, at)


def everything_was_read(user_id: int, at: datetime) -> None:
    """Every topic: what is about something else stays."""
    mine = Notice.objects.filter(user=user_id, on_board=True, read_at=None)
    _mark(mine.exclude(post=None), [user_id], at)


def mark_read(user_id: int, notices: QuerySet[Notice], at: datetime) -> int:
    """How many of them were not yet."""
    return _mark(notices.filter(user=user_id, read_at=None), [user_id], at)


def take_back(user_id: int, at: datetime) -> None:
    """What was marked read at that moment is unread."""
    with transaction.atomic():
        hold([user_id])
        Notice.objects.filter(user=user_id, read_at=at).update(read_at=None)
        recount([user_id])


def _mark(notices: QuerySet[Notice], user_ids: list[int], at: datetime) -> int:
    with transaction.atomic():
        hold(user_ids)
        count = notices.update(read_at=at)
        recount(user_ids)
    return count
