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
    """Everybody who belongs here; applicants only to administrators."""
    members = User.objects.filter(is_active=True)
    if actor.is_administrator:
        return members
    return members.exclude(approved_at=None, application__gt="")


def can_see_member(actor: Actor, member: User) -> Verdict:
    if actor.is_administrator or not member.is_waiting:
        return ALLOWED
    return denied("This member is not here yet.")


def can_see_mail(actor: Actor, member: User) -> Verdict:
    """The address itself: staff always, members when its owner shows it, guests never."""
    if actor.is_staff:
        return ALLOWED
    if actor.is_guest or member.mail_privacy != User.MailPrivacy.SHOWN:
        return denied("This address is not shown.")
    return ALLOWED


def can_set_title(actor: Actor) -> Verdict:
    if actor.is_administrator or actor.group.may_set_title:
        return ALLOWED
    return denied("Your group may not choose a title.")
