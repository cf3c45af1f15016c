"""Who may administer, and what even administrators may not do to one another.

What stands under /administration/ looks absent to everybody else.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Group, User
from areopagus.accounts.permissions import visible_members
from areopagus.boards.models import Post
from areopagus.boards.permissions import access
from areopagus.boards.querysets import PostQuerySet
from areopagus.core.clock import now
from areopagus.core.verdict import ALLOWED, NotFound, Verdict, denied
from areopagus.leaving.standing import but_for_the_erased

Role = Group.Role


def can_administer(actor: Actor) -> Verdict:
    return ALLOWED if actor.is_administrator else denied("Only administrators may do this.")


def insist_on_administrator(actor: Actor) -> None:
    if not can_administer(actor):
        raise NotFound


# Members


def members_within_reach(actor: Actor) -> QuerySet[User]:
    """Whose pages in administration the actor may open: moderators with the right to ban come to ban."""
    if actor.is_administrator:
        return but_for_the_erased(User.objects.all())
    return visible_members(actor) if _bans(actor) else User.objects.none()


def can_reach(actor: Actor, member: User) -> Verdict:
    if actor.is_administrator or (
        _bans(actor) and member.is_active and (member.approved_at or not member.application)
    ):
        return ALLOWED
    return denied("This page is for administrators.")


def can_ban(actor: Actor, member: User) -> Verdict:
    """Wants `group` selected along; asks a query only about an administrator."""
    reasons = (
        (not (actor.is_administrator or _bans(actor)), "Your group may not ban members."),
        (member.pk == actor.user_id, "Nobody can ban themselves."),
        (
            member.group.is_staff and not actor.is_administrator,
            "Staff can be banned by administrators only.",
        ),
        (_is_last_administrator(member), "The last administrator cannot be banned."),
    )
    return _first(reasons)


def posts_to_clean(actor: Actor, *members: User) -> PostQuerySet:
    """What stands of these spammers' in forums that the actor moderates."""
    mine = [forum_id for forum_id, rights in access(actor).items() if rights.moderate]
    return Post.objects.standing().filter(
        author__in=members, topic__removed_at=None, topic__forum__in=mine
    )


def can_change_group(actor: Actor, member: User, group: Group) -> Verdict:
    reasons = (
        (not actor.is_administrator, "Only administrators change somebody's group."),
        (
            member.pk == actor.user_id,
            "Nobody can change their own group; ask another administrator.",
        ),
        (group.role == Role.GUESTS, f"{group} is for those who are not signed in."),
        (
            not group.is_administrators and _is_last_administrator(member),
            "The last administrator must stay one.",
        ),
    )
    return _first(reasons)


def can_change_with_many(actor: Actor, member: User) -> Verdict:
    """Whether they may be among many who are changed at once. Wants `group` selected along."""
    reasons = (
        (not actor.is_administrator, "Only administrators change many members at once."),
        (member.pk == actor.user_id, "Nobody does this to themselves."),
        (member.group.is_administrators, "An administrator is changed on their own page only."),
    )
    return _first(reasons)


def can_shut_out_with_many(actor: Actor, member: User) -> Verdict:
    """Whether they may be among many who are banned, or whose posts are hidden."""
    may = can_change_with_many(actor, member)
    if may and member.group.is_staff:
        return denied("A moderator is banned on their own page only.")
    return may


def waiting_members() -> QuerySet[User]:
    """Applicants about whom nobody has decided."""
    return User.objects.filter(is_active=True, approved_at=None, application__gt="")


def can_refuse(actor: Actor, member: User) -> Verdict:
    reasons = (
        (not actor.is_administrator, "Only administrators decide about applications."),
        (not (member.is_waiting and member.is_active), f"{member.name} is not waiting any more."),
    )
    return _first(reasons)


# Groups


def can_remove_group(group: Group) -> Verdict:
    if group.role:
        return denied("The board itself relies on this group; it can be renamed, not removed.")
    return ALLOWED


def can_take_in_many(group: Group) -> Verdict:
    """Whether members may come into this group by a rule, or when theirs is removed."""
    if group.is_administrators:
        return denied("Administrators are made one by one, by an administrator.")
    if group.role == Role.GUESTS:
        return denied(f"{group} is for those who are not signed in.")
    return ALLOWED


def _bans(actor: Actor) -> bool:
    return actor.group.is_moderator and actor.group.may_ban_members and not actor.is_guest


def _is_last_administrator(member: User) -> bool:
    if not member.group.is_administrators:
        return False
    others = User.objects.filter(group=member.group, is_active=True).exclude(pk=member.pk)
    able = Q(banned_at=None) | Q(banned_until__lte=now())
    return not others.filter(able).exists()


def _first(reasons: tuple[tuple[object, str], ...]) -> Verdict:
    return next((denied(reason) for applies, reason in reasons if applies), ALLOWED)
