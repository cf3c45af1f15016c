"""How many pages are read, counted in memory at the entrance and written down once a minute.

What a web server or a network in front answers by itself is not seen here.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from operator import add
from typing import Any

from django.db import transaction
from django.db.models import F

from areopagus.core.tally import Tally
from areopagus.upkeep.models import Day

SECONDS_OF_A_DAY = 86_400
# Not pages that somebody reads.
OTHERS = ("/static/", "/media/", "/health/", "/favicon.ico", "/robots.txt")
Key = tuple[int, bool]


def note(environ: Mapping[str, Any], *, is_member: bool) -> None:
    """Costs about a microsecond: every request passes here."""
    if environ["REQUEST_METHOD"] == "GET" and not environ["PATH_INFO"].startswith(OTHERS):
        _pages.note((int(time.time()) // SECONDS_OF_A_DAY, is_member), 1)


@transaction.atomic
def _write(pages: dict[Key, int]) -> None:
    for (number, is_member), count in sorted(pages.items()):
        day = datetime.fromtimestamp(number * SECONDS_OF_A_DAY, UTC).date()
        column = "member_pages" if is_member else "guest_pages"
        Day.objects.get_or_create(day=day)
        Day.objects.filter(day=day).update(**{column: F(column) + count})


_pages: Tally[Key, int] = Tally(_write, add, seconds=60.0)
