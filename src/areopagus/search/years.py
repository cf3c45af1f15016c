"""Where in the index the posts of a year are: between the lowest and the highest of their numbers."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Max, Min

from areopagus.search.documents import Document
from areopagus.search.models import Year


def note(documents: Iterable[Document]) -> None:
    """Widens the bounds where these stand outside; whoever does so at the same time widens them as well."""
    ends: dict[int, tuple[int, int]] = {}
    for document in documents:
        pk, year = document.post_id, document.year
        lowest, highest = ends.get(year, (pk, pk))
        ends[year] = min(lowest, pk), max(highest, pk)
    known = Year.objects.in_bulk(ends)
    new = [Year(year=y, lowest=a, highest=z) for y, (a, z) in ends.items() if y not in known]
    Year.objects.bulk_create(new, ignore_conflicts=True)
    for year, (lowest, highest) in sorted(ends.items()):
        if year not in known or lowest < known[year].lowest:
            Year.objects.filter(year=year, lowest__gt=lowest).update(lowest=lowest)
        if year not in known or highest > known[year].highest:
            Year.objects.filter(year=year, highest__lt=highest).update(highest=highest)


def between(first: int, last: int) -> tuple[int, int] | None:
    """The lowest and the highest number of a post from these years; None when there is none."""
    found = Year.objects.filter(year__gte=first, year__lte=last)
    ends = found.aggregate(lowest=Min("lowest"), highest=Max("highest"))
    return None if ends["lowest"] is None else (ends["lowest"], ends["highest"])
