"""Warning and silencing members, and notes about them. Nobody loses anything they wrote."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.accounts.permissions import visible_members
from areopagus.core.clock import now
from areopagus.core.ledger import recording
from areopagus.core.ledger.kinds import Kind
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import NotFound, Refused
from areopagus.moderation import deeds, options, permissions, tasks
from areopagus.moderation.models import MemberWarning, StaffNote

MOST_POINTS = 100


@transaction.atomic
def warn(
    actor: Actor, user_id: int, message: str, *, points: int = 1, until: datetime | None = None, reason: str = ""
) -> Deed:  # fmt: skip
    """Points count until `until`, or for ever. At the board's number of them the member is silenced along."""
    member = _held(actor, user_id)
    permissions.can_discipline(actor, member).insist()
    if not message.strip():
        raise Refused("Say to the member what they are warned about.")
    if not 0 <= points <= MOST_POINTS:
        raise Refused(f"A warning has between 0 and {MOST_POINTS} points.")
    with _about(actor, deeds.WARNED, member, reason) as deed:
        warning = MemberWarning.objects.create(
            member=member,
            points=points,
            message=message.strip(),
            given_at=now(),
            given_by_name=actor.name,
            expires_at=until,
        )
        deed.made(warning)
        _silence_at_limit(deed, member)
        deed.details["points"] = "1 point" if points == 1 else f"{points} points"
        tasks.tell_decision.enqueue(member.pk, deeds.WARNED.tells, warning.message)
    return deed


@transaction.atomic
def silence(actor: Actor, user_id: int, reason: str = "", until: datetime | None = None) -> Deed:
    """They may read and sign in, and not write. Silencing the silenced changes reason and end."""
    member = _held(actor, user_id)
    permissions.can_discipline(actor, member).insist()
    if until is not None and until <= now():
        raise Refused("That day is over; they would never be silent.")
    with _about(actor, deeds.SILENCED, member, reason) as deed:
        _silence(deed, member, reason.strip(), until)
        tasks.tell_decision.enqueue(member.pk, deeds.SILENCED.tells, reason.strip())
    return deed


@transaction.atomic
def lift_silence(actor: Actor, user_id: int, reason: str = "") -> Deed:
    """Lifting it twice changes nothing."""
    member = _held(actor, user_id)
    permissions.can_discipline(actor, member).insist()
    with _about(actor, deeds.SILENCE_LIFTED, member, reason) as deed:
        deed.change(member, silenced_at=None, silenced_until=None, silence_reason="")
    return deed


@transaction.atomic
def add_note(actor: Actor, user_id: int, text: str) -> Deed:
    member = _held(actor, user_id)
    if not text.strip():
        raise Refused("Write something; a note without words helps nobody.")
    with _about(actor, deeds.NOTE_ADDED, member) as deed:
        note = StaffNote.objects.create(
            member=member, text=text.strip(), written_at=now(), written_by_name=actor.name
        )
        deed.made(note)
    return deed


@transaction.atomic
def remove_note(actor: Actor, user_id: int, note_id: int) -> Deed:
    member = _held(actor, user_id)
    note = (
        StaffNote.objects.select_for_update(no_key=True).filter(pk=note_id, member=member).first()
    )
    if note is None:
        raise NotFound
    with _about(actor, deeds.NOTE_REMOVED, member) as deed:
        deed.take(note)
    return deed


@transaction.atomic
def acknowledge(actor: Actor) -> None:
    """The member says that they have read their warnings."""
    if actor.is_guest:
        raise Refused("Sign in to see what was decided about you.")
    waiting = MemberWarning.objects.filter(member=actor.member_id, acknowledged_at=None)
    waiting.update(acknowledged_at=now())
    User.objects.filter(pk=actor.member_id).update(warned_at=None)


def _silence_at_limit(deed: Deed, member: User) -> None:
    limit, days = options.SILENCE_AT_POINTS.get(), options.SILENCE_DAYS.get()
    points = sum(w.points for w in MemberWarning.objects.filter(member=member) if w.counts)
    until = now() + timedelta(days=days)
    is_silent_longer = member.is_silenced and (
        member.silenced_until is None or member.silenced_until > until
    )
    if limit and points >= limit and not is_silent_longer:
        _silence(deed, member, f"You have {points} warning points.", until)
        deed.details["silenced"] = f" and so silenced them for {days} days"


def _silence(deed: Deed, member: User, reason: str, until: datetime | None) -> None:
    since = member.silenced_at if member.is_silenced else now()
    deed.change(member, silenced_at=since, silenced_until=until, silence_reason=reason)


def _held(actor: Actor, user_id: int) -> User:
    permissions.insist_on_moderator(actor)
    held = (
        visible_members(actor)
        .select_for_update(of=("self",), no_key=True)
        .select_related("group")
        .filter(pk=user_id)
        .first()
    )
    if held is None:
        raise NotFound
    return held


@contextmanager
def _about(actor: Actor, kind: Kind, member: User, reason: str = "") -> Iterator[Deed]:
    with recording.batch(actor, kind, reason) as deed:
        deed.details = {"member": member.name}
        deed.concerns(member=[member.pk])
        yield deed
