"""Who may see whom, and what of them."""

from __future__ import annotations

from django.db.models import QuerySet

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.core.verdict import ALLOWED, Verdict, denied


def can_view_members(actor: Actor) -> Verdict:
    if actor.is_administrator or actor.group.may_view_members:
        return ALLOWED
    return denied(
        "Sign in to see members." if actor.is_guest else "Your group may not see members."
    )


def can_search_members(actor: Actor) -> Verdict:
    if can_view_members(actor) and (actor.is_administrator or actor.group.may_search_members):
        return ALLOWED
    return denied("Your group may not search the list of members.")


def visible_members(actor: Actor) -> QuerySet[User]:
    """Everybody who belongs here; whoever is quarantined only to staff, applicants to administrators."""
    if actor.is_administrator:
        return User.objects.filter(is_active=True)
    return _approved() if actor.is_staff else members_here()


def listed_members(actor: Actor) -> QuerySet[User]:
    """Whoever the list of members shows: it is of those who come here. Sleepers have their page still."""
    return visible_members(actor).filter(dormant_at=None, quarantined_at=None)


def members_here() -> QuerySet[User]:
    """Whoever still waits for approval is not a member yet; whoever is quarantined is none that one sees."""
    return _approved().filter(quarantined_at=None)


def _approved() -> QuerySet[User]:
    return User.objects.filter(is_active=True).exclude(approved_at=None, application__gt="")


def can_see_member(actor: Actor, member: User) -> Verdict:
    if actor.is_administrator:
        return ALLOWED
    if member.is_waiting or (member.quarantined_at and not actor.is_staff):
        return denied("This member is not here.")
    return ALLOWED


def can_write(actor: Actor) -> Verdict:
    """Whether they may write anything at all, wherever it is; every rule about writing asks this."""
    user = actor.user
    if user is None or not user.is_silenced:
        return ALLOWED
    until = f" until {actor.clock.moment(user.silenced_until)}" if user.silenced_until else ""
    why = f" Why: {user.silence_reason}" if user.silence_reason else ""
    return denied(f"You have been silenced: you may read but not write{until}.{why}")


def can_see_mail(actor: Actor, member: User) -> Verdict:
    """The address itself: staff always, members when its owner shows it, guests never."""
    if actor.is_staff:
        return ALLOWED
    if actor.is_guest or member.mail_privacy != User.MailPrivacy.SHOWN:
        return denied("This address is not shown.")
    return ALLOWED


def can_send_letters(actor: Actor) -> Verdict:
    """Whether they may write to members through the board at all."""
    if actor.user is None:
        return denied("Sign in to write to members.")
    if actor.user.is_shut_out or not actor.user.is_active:
        return denied("You may not write to members.")
    if not (may_write := can_write(actor)):
        return may_write
    if not can_view_members(actor) or not (actor.is_administrator or actor.group.may_send_mail):
        return denied("Your group may not write to members.")
    if not actor.user.email:
        return denied("Members could not answer you: your account has no mail address.")
    return ALLOWED


def can_write_to(actor: Actor, member: User) -> Verdict:
    """Staff may write to everybody, as they may see every address."""
    may_send = can_send_letters(actor)
    if not may_send:
        return may_send
    is_there = member.is_active and can_see_member(actor, member)
    is_open = actor.is_staff or member.mail_privacy != User.MailPrivacy.HIDDEN
    if is_there and is_open and member.email and member.pk != actor.user_id:
        return ALLOWED
    return denied("This member cannot be written to.")


def members_to_write_to(actor: Actor) -> QuerySet[User]:
    if not can_send_letters(actor):
        return User.objects.none()
    members = visible_members(actor).exclude(email="").exclude(pk=actor.member_id)
    if actor.is_staff:
        return members
    return members.exclude(mail_privacy=User.MailPrivacy.HIDDEN)


def can_set_title(actor: Actor) -> Verdict:
    if actor.is_administrator or actor.group.may_set_title:
        return ALLOWED
    return denied("Your group may not choose a title.")
