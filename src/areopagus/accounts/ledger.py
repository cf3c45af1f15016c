"""What the ledger must know of members."""

from __future__ import annotations

from django.db.models import Q

from areopagus.accounts import bans, groups, rules
from areopagus.accounts.models import Ban, Group, Invitation, User
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
            "last_visit_at",
            "read_before",
            "last_login",
            "warned_at",
        ),
    )
    keeps(Ban, called=lambda ban: f"The ban of {ban}")
    rebuilds(_insist_on_an_administrator)
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
