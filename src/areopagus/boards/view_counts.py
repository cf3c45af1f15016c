"""How often each topic was read, gathered in memory and written together: no write per request."""

from __future__ import annotations

from functools import partial

from django.db.models import F

from areopagus.boards.models import Topic
from areopagus.core import shown
from areopagus.core.tally import Tally


def note(topic_id: int) -> None:
    """The topic was read; read again where its page is kept, it counts again."""
    _views.note(topic_id, 1)
    shown.note_reading(partial(_views.note, topic_id, 1))


def _write(rows: dict[int, int]) -> None:
    for topic_id, count in sorted(rows.items()):
        Topic.objects.filter(pk=topic_id).update(view_count=F("view_count") + count)


_views: Tally[int, int] = Tally(_write, int.__add__)
write_now = _views.write
