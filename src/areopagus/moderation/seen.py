"""Whether a member is still as the page showed them from which a deed was sent."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from areopagus.accounts.models import User
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import Refused


def print_of(member: User, fields: Sequence[str]) -> str:
    """A short text that is another one when any of these fields is."""
    values = repr([getattr(member, name) for name in fields])
    return sha256(values.encode()).hexdigest()[:16]


def insist_unchanged(member: User, fields: Sequence[str], seen: str) -> None:
    """Refused with what the other has done. Whoever says nothing of what they saw is not asked."""
    if not seen or seen == print_of(member, fields):
        return
    latest = Batch.objects.filter(subjects__name="member", subjects__subject_id=member.pk).last()
    who = f"The latest that staff did: {latest}." if latest else "They did so themselves."
    raise Refused(f"{member} has changed meanwhile. {who} Look again.")
