"""What moderators do to members where their group has the power: another name, profile, password, group.

`seen` is what the page showed (moderation.seen): of two who do it at once, the second is told of the first (if they may see it).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction

from areopagus import markup
from areopagus.accounts import bans, names, options
from areopagus.accounts.actions.profile import signature_fields
from areopagus.accounts.actors import Actor
from areopagus.accounts.events import MemberPromoted
from areopagus.accounts.models import FormerName, Group, User
from areopagus.accounts.permissions import can_set_title, visible_members
from areopagus.accounts.taken_names import holder_of, reserved_for, was_of_somebody_gone
from areopagus.core.clock import now
from areopagus.core.events import announce
from areopagus.core.ledger import recording
from areopagus.core.ledger.kinds import Kind
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import NotFound, Refused
from areopagus.moderation import deeds, permissions, tasks
from areopagus.moderation.seen import insist_unchanged

# What each deed is about, and so what must be as it was seen.
NAME = ("name",)
PROFILE = (
    "title", "real_name", "location", "website", "contacts", "signature", "signature_markup", "avatar",
)  # fmt: skip
PASSWORD = ("password_reset_at",)
GROUP = ("group_id",)


def rename(actor: Actor, user_id: int, name: str, *, reason: str = "", seen: str = "") -> Deed:
    """The old name stays reserved for them. They sign in with the new one, and a letter tells them so."""
    try:
        with transaction.atomic():
            return _rename(actor, user_id, names.tidy(name), reason, seen)
    except IntegrityError as error:
        raise Refused(f"Somebody has just taken the name “{names.tidy(name)}”.") from error


def _rename(actor: Actor, user_id: int, name: str, reason: str, seen: str) -> Deed:
    member = _held(actor, user_id)
    permissions.can_rename(actor, member).insist()
    insist_unchanged(actor, member, NAME, seen)
    _insist_on_free(member, name)
    key, was = names.key_of(name), names.key_of(member.name)
    with _about(actor, deeds.RENAMED, member, reason) as deed:
        deed.details["name"] = name
        # Whoever takes a former name of theirs again has it as before.
        deed.take(*FormerName.objects.filter(member=member, name_key__in={key, was}))
        if key != was:
            former = FormerName(
                member=member,
                name=member.name,
                name_key=was,
                name_skeleton=names.skeleton_of(member.name),
                given_up_at=now(),
                renamed_by_name=actor.name,
            )
            former.save()
            deed.made(former)
        skeleton = names.skeleton_of(name)
        deed.change(member, name=name, name_key=key, name_skeleton=skeleton)
    return deed


def _insist_on_free(member: User, name: str) -> None:
    if name == member.name:
        raise Refused(f"They are called {name} already.")
    names.fitting(name, options.NAME_MIN.get(), options.NAME_MAX.get()).insist()
    if (holder := holder_of(name, other_than=member)) is not None:
        raise Refused(f"“{name}” belongs to {holder}, or looks like it.")
    if (former := reserved_for(name, other_than=member)) is not None:
        raise Refused(f"“{name}” was the name of {former}, or looks like it; it stays theirs.")
    if was_of_somebody_gone(name):
        raise Refused(f"“{name}” was the name of somebody who has left for good.")
    if bans.of_name(name) is not None:
        raise Refused(f"“{name}” is banned.")


@transaction.atomic
def edit_profile(
    actor: Actor, user_id: int, changes: Mapping[str, Any], *, reason: str = "", seen: str = ""
) -> Deed:
    """`changes` are fields of PROFILE; an avatar can be taken away only, and its file stays for the undo."""
    member = _held(actor, user_id)
    permissions.can_edit_profile(actor, member).insist()
    insist_unchanged(actor, member, PROFILE, seen)
    if not changes.keys() <= set(PROFILE) or changes.get("avatar"):
        raise Refused("This is no part of the profile.")
    values = {
        name: value for name, value in changes.items() if not _is(getattr(member, name), value)
    }
    if "title" in values:
        can_set_title(actor).insist()
    if {"signature", "signature_markup"} & values.keys():
        dialect = values.get("signature_markup", member.signature_markup)
        values |= signature_fields(values.get("signature", member.signature), dialect)
    with _about(actor, deeds.PROFILE_EDITED, member, reason) as deed:
        if deed.change(member, **values):
            tasks.tell_decision.enqueue(member.pk, deeds.PROFILE_EDITED.tells, reason)
    return deed


def _is(was: Any, said: Any) -> bool:
    """Browsers send other line ends than were stored, and forms take off blanks around a text."""
    if isinstance(was, str):
        return markup.tidied(was).strip() == markup.tidied(said).strip()
    return bool(was == said)


@transaction.atomic
def reset_password(actor: Actor, user_id: int, *, reason: str = "", seen: str = "") -> Deed:
    """The old one is good no more, sessions end, and a letter leads to where the member sets a new one.

    Nobody but they learns it. The old digest stays where it is, so that it can be undone.
    """
    member = _held(actor, user_id)
    permissions.can_reset_password(actor, member).insist()
    insist_unchanged(actor, member, PASSWORD, seen)
    with _about(actor, deeds.PASSWORD_RESET, member, reason) as deed:
        deed.change(member, password_reset_at=now())
    return deed


@transaction.atomic
def promote(actor: Actor, user_id: int, *, reason: str = "", seen: str = "") -> Deed:
    """To where their group leads, however many posts they have."""
    # Groups before members, as when a group is removed.
    groups = {group.pk: group for group in Group.objects.select_for_update(no_key=True)}
    member = _held(actor, user_id)
    insist_unchanged(actor, member, GROUP, seen)
    permissions.can_promote(actor, member).insist()
    was, target = member.group_id, groups[member.group.promote_to_id or 0]
    with _about(actor, deeds.PROMOTED, member, reason) as deed:
        deed.details["group"] = target.name
        deed.change(member, group=target)
        tasks.tell_decision.enqueue(member.pk, deeds.PROMOTED.tells, reason)
    announce(MemberPromoted(member.pk, was, target.pk))
    return deed


def _held(actor: Actor, user_id: int) -> User:
    """Absent for whoever may do nothing to members."""
    held = (
        visible_members(actor)
        .select_for_update(of=("self",), no_key=True)
        .select_related("group__promote_to")
        .filter(pk=user_id)
        .first()
    )
    if held is None or not permissions.looks_after_members(actor):
        raise NotFound
    return held


@contextmanager
def _about(actor: Actor, kind: Kind, member: User, reason: str) -> Iterator[Deed]:
    with recording.batch(actor, kind, reason.strip()) as deed:
        deed.details = {"member": member.name}
        deed.concerns(member=[member.pk])
        yield deed
