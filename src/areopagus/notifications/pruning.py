"""Old notices go, and the oldest of whoever has very many; some at a time, so that nobody waits for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Count, QuerySet

from areopagus.notifications.counting import hold, mend_bells, recount
from areopagus.notifications.models import Digest, Notice

MOST_KEPT = 1_000
AT_ONCE = 1_000


def forget(before: datetime) -> None:
    _take(Notice.objects.filter(made_at__lt=before).order_by("user", "pk"))
    Digest.objects.filter(made_at__lt=before).delete()
    crowded = Notice.objects.values("user").annotate(count=Count("pk")).filter(count__gt=MOST_KEPT)
    for user_id in list(crowded.values_list("user", flat=True)):
        mine = Notice.objects.filter(user=user_id, ended_at__isnull=False)
        _take(mine.order_by("-made_at", "-pk")[MOST_KEPT:])
    # Notices also go with the posts that they are about.
    mend_bells()


def _take(found: QuerySet[Notice]) -> None:
    ids = list(found.values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        _take_some(ids[start : start + AT_ONCE])


@transaction.atomic
def _take_some(ids: Sequence[int]) -> None:
    gone = Notice.objects.filter(pk__in=ids)
    concerned = sorted(set(gone.values_list("user_id", flat=True)))
    # Readers mark theirs as read in this order too: the member first, then the notices.
    hold(concerned)
    gone.delete()
    recount(concerned)
