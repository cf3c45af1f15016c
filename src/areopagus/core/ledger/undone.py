"""Which deeds are undone by now."""

from __future__ import annotations

from collections.abc import Iterable

from areopagus.core.ledger.models import Batch


def undone_among(batches: Iterable[Batch]) -> set[int]:
    """Those undone and not done again: an undo may itself have been undone. A query for each level of it."""
    undone: set[int] = set()
    latest = {batch.pk: batch.pk for batch in batches}
    while latest:
        undoing = Batch.objects.filter(undoes__in=latest).values_list("pk", "undoes")
        latest = {pk: latest[undoes] for pk, undoes in undoing if undoes is not None}
        undone ^= set(latest.values())
    return undone
