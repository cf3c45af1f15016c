"""Where in the index the posts of a month are: between the lowest and the highest of their numbers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max, Min

from areopagus.search.documents import Document, month_of
from areopagus.search.models import Month


def note(documents: Iterable[Document]) -> None:
    """Widens the bounds where these stand outside; whoever does so at the same time widens them as well."""
    ends: dict[int, tuple[int, int]] = {}
    for document in documents:
        pk, month = document.post_id, document.month
        lowest, highest = ends.get(month, (pk, pk))
        ends[month] = min(lowest, pk), max(highest, pk)
    known = Month.objects.in_bulk(ends)
    new = [Month(month=m, lowest=a, highest=z) for m, (a, z) in ends.items() if m not in known]
    Month.objects.bulk_create(new, ignore_conflicts=True)
    for month, (lowest, highest) in sorted(ends.items()):
        if month not in known or lowest < known[month].lowest:
            Month.objects.filter(month=month, lowest__gt=lowest).update(lowest=lowest)
        if month not in known or highest > known[month].highest:
            Month.objects.filter(month=month, highest__lt=highest).update(highest=highest)


def between(first: datetime, last: datetime) -> tuple[int, int] | None:
    """The lowest and the highest number of a post from these months; None when there is none."""
    found = Month.objects.filter(month__gte=month_of(first), month__lte=month_of(last))
    ends = found.aggregate(lowest=Min("lowest"), highest=Max("highest"))
    return None if ends["lowest"] is None else (ends["lowest"], ends["highest"])
