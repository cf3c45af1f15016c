"""What moderators may do to members: in FluxBB's manner, by the powers of their group. See decision 0049.

Never to an administrator, nor to another moderator; administrators may do all of it.
"""

from __future__ import annotations

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Group, User
from areopagus.core.verdict import ALLOWED, NotFound, Verdict, denied
from areopagus.moderation.permissions.sight import moderated_forums

POWERS = ("may_edit_members", "may_promote_members")


def can_rename(actor: Actor, member: User) -> Verdict:
    """Administrators themselves too: nobody else might. Wants `group` selected along."""
    if actor.is_administrator and member.pk == actor.user_id:
        return ALLOWED
    return _can_change(actor, member, "may_edit_members", "may_rename_members")


def can_edit_profile(actor: Actor, member: User) -> Verdict:
    return _can_change(actor, member, "may_edit_members")


def can_reset_password(actor: Actor, member: User) -> Verdict:
    may = _can_change(actor, member, "may_edit_members", "may_change_passwords")
    if may and not member.email:
        return denied(f"{member} has no mail address to which a letter could go.")
    return may


def can_promote(actor: Actor, member: User) -> Verdict:
    """To where their group leads. Wants `group` and `group.promote_to` selected along."""
    may = _can_change(actor, member, "may_promote_members")
    target = member.group.promote_to
    reasons = (
        (target is None, f"Nobody is promoted from the group {member.group}."),
        (target and target.is_administrators, "Administrators are made by administrators only."),
        (target and target.role == Group.Role.GUESTS, f"{target} is for those who are not signed in."),
        (
            target and target.is_staff and not actor.is_administrator,
            "Moderators are made by administrators only.",
        ),
    )  # fmt: skip
    return may and next((denied(reason) for applies, reason in reasons if applies), ALLOWED)


def has_power(actor: Actor, *powers: str) -> bool:
    """Whether they have all of them: flags of a group of moderators."""
    return actor.is_administrator or (
        actor.group.is_moderator and all(getattr(actor.group, power) for power in powers)
    )


def looks_after_members(actor: Actor) -> bool:
    """Whether there is anything they may do to members."""
    return any(has_power(actor, power) for power in POWERS)


def _can_change(actor: Actor, member: User, *powers: str) -> Verdict:
    reasons = (
        (not has_power(actor, *powers), "Your group may not do this to members."),
        (member.pk == actor.user_id, "Nobody does this to themselves."),
        (
            member.group.is_staff and not actor.is_administrator,
            "Staff are changed by administrators only.",
        ),
    )
    return next((denied(reason) for applies, reason in reasons if applies), ALLOWED)


# Bans


def can_ban(actor: Actor) -> Verdict:
    """By name, network and mail address. Members are banned on their own page."""
    if actor.is_administrator or (actor.group.is_moderator and actor.group.may_ban_members):
        return ALLOWED
    return denied("Your group may not ban.")


def insist_on_banning(actor: Actor) -> None:
    if actor.is_guest or not can_ban(actor):
        raise NotFound


# How members stand


def can_discipline(actor: Actor, member: User) -> Verdict:
    """To warn or silence somebody. Wants `group` selected along."""
    reasons = (
        (not moderated_forums(actor), "Only moderators do this."),
        (member.pk == actor.user_id, "Nobody does this to themselves."),
        (
            member.group.is_staff and not actor.is_administrator,
            "Staff are warned and silenced by administrators only.",
        ),
    )
    return next((denied(reason) for applies, reason in reasons if applies), ALLOWED)
