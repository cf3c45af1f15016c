"""Undoing a deed for some of the members it was done to: who they are, and what would come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.core.ledger.models import Batch
from areopagus.core.ledger.recording import rehearse
from areopagus.core.verdict import NotFound
from areopagus.moderation import actions, permissions
from areopagus.moderation.pages.ledger import CHANGES_SHOWN, ChangeRow, change_rows

MOST = 1000


@dataclass(frozen=True, slots=True)
class PartPage:
    """`members` are those the deed concerns, first those whom no part of it was undone for."""

    batch: Batch
    members: Sequence[User]
    undone_for: frozenset[int]
    more: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What undoing it for them puts back; `more` are rows that are not shown."""

    members: str
    changes: Sequence[ChangeRow]
    more: int


def part_page(actor: Actor, batch_id: int) -> PartPage:
    """Absent where nothing may be undone. A dozen queries at most."""
    permissions.insist_on_ledger(actor)
    batch = permissions.visible_batches(actor).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound
    permissions.can_undo(actor, batch).insist()
    ids = batch.subjects.filter(name="member").values_list("subject_id", flat=True)
    undone = frozenset(
        batch.undone_in_part_by.filter(subjects__name="member").values_list(
            "subjects__subject_id", flat=True
        )
    )
    members = list(User.objects.filter(pk__in=ids).order_by("name_key"))
    members.sort(key=lambda member: member.pk in undone)
    return PartPage(batch, members[:MOST], undone, max(0, len(members) - MOST))


def preview(actor: Actor, batch_id: int, member_ids: Sequence[int]) -> Preview:
    """The undoing itself, taken back before anybody sees it. Refused says why it cannot be done."""
    return rehearse(lambda: _told(actions.undo_for(actor, batch_id, member_ids)))


def _told(undone: Batch) -> Preview:
    changes = list(undone.changes.order_by("pk"))
    rows = change_rows(changes[:CHANGES_SHOWN])
    return Preview(undone.details["members"], rows, max(0, len(changes) - CHANGES_SHOWN))
