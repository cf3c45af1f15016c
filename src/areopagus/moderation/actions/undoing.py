"""Taking a batch back, for whoever may."""

from __future__ import annotations

from collections.abc import Collection

from areopagus.accounts.actors import Actor
from areopagus.core.ledger import undoing
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import NotFound, Refused
from areopagus.moderation import permissions


def undo(actor: Actor, batch_id: int, reason: str = "") -> Batch:
    """Obstructed says what stands in the way; a batch that may not be seen looks absent."""
    return undoing.undo(actor, _undoable(actor, batch_id).pk, reason)


def undo_for(actor: Actor, batch_id: int, member_ids: Collection[int], reason: str = "") -> Batch:
    """Only what it did to these members and to what is theirs; the rest of it stays."""
    batch = _undoable(actor, batch_id)
    if not member_ids:
        raise Refused("Tick for whom it is to be undone.")
    return undoing.undo_for(actor, batch.pk, member_ids, reason)


def _undoable(actor: Actor, batch_id: int) -> Batch:
    batch = permissions.visible_batches(actor).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound
    permissions.can_undo(actor, batch).insist()
    return batch
