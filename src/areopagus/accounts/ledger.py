"""What the ledger must know of members."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.db.models import Q

from areopagus.accounts import bans, groups, rules, tasks
from areopagus.accounts.models import Ban, FormerName, Group, Invitation, Session, User
from areopagus.core.clock import now
from areopagus.core.ledger.recording import Deed
from areopagus.core.ledger.tables import keeps, rebuilds
from areopagus.core.models import OptionValue
from areopagus.core.verdict import Refused


def register() -> None:
    # Groups are held before their members.
    keeps(Group, rank=0, called=lambda group: f"The group “{group.name}”")
    keeps(Invitation, called=lambda invitation: f"The invitation “{invitation}”")
    keeps(
        User,
        rank=1,
        called=lambda member: member.name,
        owner="id",
        derived=(
            "post_count",
            "posts_claimed",
            "last_post_at",
            "last_letter_at",
            "last_seen_at",
            "days_here",
            "last_visit_at",
            "read_before",
            "last_login",
            "warned_at",
        ),
    )
    keeps(FormerName, called=lambda former: f"The former name “{former}”", owner="member")
    keeps(Ban, called=lambda ban: f"The ban of {ban}")
    rebuilds(_insist_on_an_administrator)
    rebuilds(_tell_names)
    rebuilds(_end_sessions)
    rebuilds(_forget_bans)
    rebuilds(_read_groups_anew)
    rebuilds(_keep_version_of_rules)


def _insist_on_an_administrator(deed: Deed) -> None:
    """No deed, and no undoing of one, may leave the board to nobody."""
    if not deed.touched(User, "group", "is_active", "banned_at", "banned_until"):
        return
    able = Q(banned_at=None) | Q(banned_until__lte=now())
    administrators = User.objects.filter(group__role=Group.Role.ADMINISTRATORS, is_active=True)
    if not administrators.filter(able).exists():
        raise Refused("That would leave the board without an administrator.")


def _tell_names(deed: Deed) -> None:
    """Whoever has another name signs in with it, so they must know."""
    for user_id, was in deed.was(User, "name").items():
        tasks.tell_name.enqueue(int(user_id), was)


def _end_sessions(deed: Deed) -> None:
    """Whoever is to set a new password is signed out everywhere. What was ended no undoing brings back."""
    asked = deed.touched(User, "password_reset_at")
    for member in User.objects.filter(pk__in=asked):
        if member.password_reset_at is not None:
            Session.objects.filter(member=member).delete()
            UserSession.objects.filter(user=member).delete()
        tasks.tell_password.enqueue(member.pk, wanted=member.password_reset_at is not None)


def _forget_bans(deed: Deed) -> None:
    if deed.count_of(Ban):
        bans.forget()


def _read_groups_anew(deed: Deed) -> None:
    """No undoing may bring back a promotion that would lead around in a circle by now."""
    if not deed.count_of(Group):
        return
    groups.forget()
    groups.insist_on_no_circle()


def _keep_version_of_rules(deed: Deed) -> None:
    if deed.count_of(OptionValue):
        rules.keep_version()
