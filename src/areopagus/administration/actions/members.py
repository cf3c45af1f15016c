"""Deciding about members: applications, groups, bans. Nobody loses what they wrote by any of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.accounts.events import MemberChanged
from areopagus.accounts.models import Group, User
from areopagus.administration import deeds, permissions
from areopagus.administration.banning import banned, let_in, locked
from areopagus.administration.tasks import welcome
from areopagus.core.clock import now
from areopagus.core.events import announce
from areopagus.core.ledger import recording
from areopagus.core.ledger.kinds import Kind
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import NotFound, Refused
from areopagus.moderation.actions.bans import new_ban


@transaction.atomic
def approve(actor: Actor, user_id: int) -> User:
    """Lets an applicant in, one who was refused before too, and tells them by mail. Twice changes nothing."""
    permissions.insist_on_administrator(actor)
    (member,) = locked(actor, user_id)
    if member.is_active and member.approved_at is not None:
        return member
    with _about(actor, deeds.APPROVED, member) as deed:
        deed.change(member, is_active=True, approved_at=member.approved_at or now())
    announce(MemberChanged(member.pk))
    welcome.enqueue(member.pk)
    return member


@transaction.atomic
def refuse(actor: Actor, user_id: int) -> User:
    """Shuts the account of an applicant. The row stays, so that it can be approved after all."""
    permissions.insist_on_administrator(actor)
    (member,) = locked(actor, user_id)
    permissions.can_refuse(actor, member).insist()
    with _about(actor, deeds.REFUSED, member) as deed:
        deed.change(member, is_active=False)
    announce(MemberChanged(member.pk))
    return member


@transaction.atomic
def change_group(actor: Actor, user_id: int, group_id: int) -> User:
    permissions.insist_on_administrator(actor)
    # Groups before members, as when a group is removed.
    group = Group.objects.select_for_update(no_key=True).filter(pk=group_id).first()
    if group is None:
        raise NotFound
    (member,) = locked(actor, user_id)
    if member.group_id != group.pk:
        permissions.can_change_group(actor, member, group).insist()
        with _about(actor, deeds.GROUP_CHANGED, member) as deed:
            deed.details["group"] = group.name
            deed.change(member, group=group)
        announce(MemberChanged(member.pk))
    return member


@transaction.atomic
def ban(
    actor: Actor,
    user_id: int,
    message: str = "",
    until: datetime | None = None,
    *,
    addresses: str = "",
    mail: str = "",
) -> User:
    """For ever, or until a moment. Banning the banned changes message and end.

    Whoever comes from these network addresses, or with this mail address or domain, is turned away as well.
    """
    (member,) = locked(actor, user_id)
    permissions.can_ban(actor, member).insist()
    if until is not None and until <= now():
        raise Refused("That day is over; the ban would never begin.")
    with _about(actor, deeds.BANNED, member, message) as deed:
        deed.change(member, **banned(member, message, until))
        if addresses or mail:
            also = new_ban(actor, addresses=addresses, mail=mail, message=message, until=until)
            also.save()
            deed.made(also)
            deed.details["also"] = f" and {also}"
    announce(MemberChanged(member.pk))
    return member


@transaction.atomic
def lift_ban(actor: Actor, user_id: int) -> User:
    """Whatever was turned away along with them is let in again, too. Lifting it twice changes nothing."""
    (member,) = locked(actor, user_id)
    permissions.can_ban(actor, member).insist()
    with _about(actor, deeds.BAN_LIFTED, member) as deed:
        if along := let_in(deed, member):
            deed.details["also"] = f" and of {', '.join(map(str, along))}"
    announce(MemberChanged(member.pk))
    return member


@contextmanager
def _about(actor: Actor, kind: Kind, member: User, reason: str = "") -> Iterator[Deed]:
    with recording.batch(actor, kind, reason) as deed:
        deed.details = {"member": member.name}
        deed.concerns(member=[member.pk])
        yield deed
