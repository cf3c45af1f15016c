"""Whether a member is still as the page showed them from which a deed was sent."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.core.verdict import Refused
from areopagus.moderation.permissions import visible_batches


def print_of(member: User, fields: Sequence[str]) -> str:
    """A short text that is another one when any of these fields is."""
    values = repr([getattr(member, name) for name in fields])
    return sha256(values.encode()).hexdigest()[:16]


def insist_unchanged(actor: Actor, member: User, fields: Sequence[str], seen: str) -> None:
    """Refused with the latest deed about them that the actor may see. Whoever says nothing of what they saw is not asked."""
    if not seen or seen == print_of(member, fields):
        return
    about = {"subjects__name": "member", "subjects__subject_id": member.pk}
    # What was seen is what the form says: whoever says anything else is led here at will.
    latest = visible_batches(actor).filter(**about).last()
    what = f" The latest that staff did: {latest}." if latest else ""
    raise Refused(f"{member} has changed meanwhile.{what} Look again.")
