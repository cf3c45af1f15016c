"""What the bell says: a number in the member's own row, always counted anew from their notices."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from django.db import transaction
from django.db.models import Count, F, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from areopagus.accounts.models import User
from areopagus.notifications.models import Notice

AT_ONCE = 500


def hold(user_ids: Collection[int]) -> None:
    """Before anything of their notices is changed, and always in one order, so that no two wait for each other."""
    held = User.objects.select_for_update(no_key=True).filter(pk__in=user_ids).order_by("pk")
    list(held.values_list("pk", flat=True))


def recount(user_ids: Iterable[int]) -> None:
    """Hold the members before, when there are several."""
    ids = sorted(set(user_ids))
    for start in range(0, len(ids), AT_ONCE):
        User.objects.filter(pk__in=ids[start : start + AT_ONCE]).update(unread_notices=_counted())


def wrong_bells() -> Iterator[tuple[int, str, int, int]]:
    """Whose number is not that of their notices: the member, what it says and what it should say."""
    found = User.objects.annotate(counted=_counted()).exclude(unread_notices=F("counted"))
    rows = found.order_by("pk").values_list("pk", "name", "unread_notices", "counted")
    yield from rows.iterator()


def mend_bells() -> None:
    ids = [pk for pk, *_ in wrong_bells()]
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        with transaction.atomic():
            hold(some)
            recount(some)


def _counted() -> Coalesce:
    mine = Notice.objects.filter(user=OuterRef("pk"), on_board=True, read_at=None)
    count = mine.order_by().values("user").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(count, output_field=IntegerField()), 0)
