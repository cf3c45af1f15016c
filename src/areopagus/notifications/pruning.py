"""Old notices go, and the oldest of whoever has very many; some at a time, so that nobody waits for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from areopagus.core.clock import now
from areopagus.notifications.counting import hold, mend_bells, recount
from areopagus.notifications.models import Digest, Notice

MOST_KEPT = 1_000
AT_ONCE = 1_000
# A week until the next weekly mail, and some days for a mail server that is away.
PATIENCE = timedelta(days=14)
# What has gone out, in a mail of its own or of many, or needs none.
DONE = Q(ended_at__isnull=False) & (Q(digest=None) | Q(digest__ended_at__isnull=False))


def forget(before: datetime) -> None:
    """What was made before. What still waits for its mail is waited for a fortnight, whatever `before` says."""
    over = Q(made_at__lt=now() - PATIENCE)
    _take(Notice.objects.filter(DONE | over, made_at__lt=before).order_by("user", "pk"))
    Digest.objects.filter(Q(ended_at__isnull=False) | over, made_at__lt=before).delete()
    crowded = Notice.objects.values("user").annotate(count=Count("pk")).filter(count__gt=MOST_KEPT)
    for user_id in list(crowded.values_list("user", flat=True)):
        mine = Notice.objects.filter(DONE, user=user_id)
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
