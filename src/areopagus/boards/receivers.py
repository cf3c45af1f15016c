"""What the boards do when something else has been done."""

from __future__ import annotations

from collections.abc import Iterable

from areopagus.boards import tasks
from areopagus.boards.options import WORDS
from areopagus.core.events import joins
from areopagus.core.ledger.events import DeedDone
from areopagus.core.ledger.models import Change
from areopagus.uploads.models import Smiley


def _smilies(changes: Iterable[Change]) -> set[str]:
    """Their codes, as they were and as they are."""
    rows = list(changes)
    images = [image for row in rows for image in (row.before, row.after) if image]
    now = Smiley.objects.filter(pk__in=[row.row_id for row in rows])
    return {str(image["code"]) for image in images if "code" in image} | set(
        now.values_list("code", flat=True)
    )


@joins(DeedDone)
def deed_done(event: DeedDone) -> None:
    """When the list of words was changed, or a smiley, posts are shown otherwise."""
    changes = Change.objects.filter(batch=event.batch_id)
    if codes := _smilies(changes.filter(table=Smiley._meta.label_lower)):
        tasks.show_smilies_anew.enqueue(sorted(codes))
    for change in changes.filter(row_id=WORDS.key):
        was, is_ = (str((image or {}).get("value", "")) for image in (change.before, change.after))
        tasks.show_words_anew.enqueue([was, is_])
