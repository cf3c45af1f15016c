"""Old notices go, and the oldest of whoever has very many."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Count

from areopagus.notifications.models import Digest, Notice
from areopagus.notifications.writing import recount

MOST_KEPT = 1_000


def forget(before: datetime) -> None:
    old = Notice.objects.filter(made_at__lt=before)
    _take(old.values_list("pk", flat=True))
    Digest.objects.filter(made_at__lt=before).delete()
    crowded = Notice.objects.values("user").annotate(count=Count("pk")).filter(count__gt=MOST_KEPT)
    for user_id in list(crowded.values_list("user", flat=True)):
        mine = Notice.objects.filter(user=user_id, ended_at__isnull=False)
        _take(mine.order_by("-made_at", "-pk").values_list("pk", flat=True)[MOST_KEPT:])


@transaction.atomic
def _take(found: object) -> None:
    gone = Notice.objects.filter(pk__in=list(found))  # type: ignore[call-overload]
    counted = set(gone.filter(on_board=True, read_at=None).values_list("user_id", flat=True))
    gone.delete()
    recount(counted)
