"""What the boards do when something else has been done."""

from __future__ import annotations

from areopagus.boards import tasks
from areopagus.boards.options import WORDS
from areopagus.core.events import joins
from areopagus.core.ledger.events import DeedDone
from areopagus.core.ledger.models import Change


@joins(DeedDone)
def deed_done(event: DeedDone) -> None:
    """When the list of words was changed, posts are shown otherwise."""
    rows = Change.objects.filter(batch=event.batch_id, row_id=WORDS.key)
    for change in rows:
        was, is_ = (str((image or {}).get("value", "")) for image in (change.before, change.after))
        tasks.show_words_anew.enqueue([was, is_])
