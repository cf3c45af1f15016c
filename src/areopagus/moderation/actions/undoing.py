"""Taking a batch back, for whoever may."""

from __future__ import annotations

from areopagus.accounts.actors import Actor
from areopagus.core.ledger import undoing
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import NotFound
from areopagus.moderation import permissions


def undo(actor: Actor, batch_id: int, reason: str = "") -> Batch:
    """Obstructed says what stands in the way; a batch that may not be seen looks absent."""
    batch = permissions.visible_batches(actor).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound
    permissions.can_undo(actor, batch).insist()
    return undoing.undo(actor, batch.pk, reason)
