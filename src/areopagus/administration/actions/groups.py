"""Groups: copied, changed, removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from areopagus.accounts.actors import Actor
from areopagus.accounts.events import MemberPromoted
from areopagus.accounts.models import Group, User
from areopagus.administration import deeds, permissions
from areopagus.administration.deeds import administering
from areopagus.boards.models import ForumPermission
from areopagus.core.events import announce
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import NotFound, Refused


@transaction.atomic
def add_group(actor: Actor, name: str, like_id: int) -> Group:
    """A new group that may what another may, in every forum too."""
    permissions.insist_on_administrator(actor)
    groups = _locked_groups()
    like = groups.get(like_id)
    if like is None:
        raise NotFound
    if like.is_administrators:
        raise Refused("Nothing can be a copy of the administrators.")
    _insist_on_free_name(name, None, groups)
    rights = list(ForumPermission.objects.filter(group=like))
    with administering(actor, deeds.GROUP_ADDED, group=name, like=like.name) as deed:
        # Saved once more without its id, the row becomes another one.
        like.pk, like.role, like.name = None, None, name
        like._state.adding = True  # noqa: SLF001
        like.save()
        for row in rights:
            row.pk, row.group = None, like
        deed.made(like, *ForumPermission.objects.bulk_create(rights))
        deed.concerns(group=[like.pk])
    return like


@transaction.atomic
def change_group(actor: Actor, group_id: int, changes: Mapping[str, Any], reason: str = "") -> int:
    """Writes the given fields. How many members a new rule of promotion has moved at once."""
    permissions.insist_on_administrator(actor)
    groups = _locked_groups()
    group = groups.get(group_id)
    if group is None:
        raise NotFound
    with administering(actor, deeds.GROUP_ALTERED, reason, group=group.name) as deed:
        deed.change(group, **changes)
        if "name" in changes:
            _insist_on_free_name(group.name, group.pk, groups)
        if group.promote_to_id is not None:
            _insist_on_promotion(group, groups)
        by_rule = {"promote_to_id", "promote_at_posts"} & set(changes)
        promoted = _promote(deed, group) if by_rule else 0
        if promoted:
            deed.details["promoted"] = f" and promoted {_counted(promoted)} by it"
        deed.concerns(group=[group.pk])
    return promoted


@transaction.atomic
def remove_group(actor: Actor, group_id: int, target_id: int, reason: str = "") -> int:
    """Moves its members to another group first. How many they were."""
    permissions.insist_on_administrator(actor)
    groups = _locked_groups()
    group, target = groups.get(group_id), groups.get(target_id)
    if group is None or target is None:
        raise NotFound
    permissions.can_remove_group(group).insist()
    permissions.can_take_in_many(target).insist()
    if group == target:
        raise Refused("Choose another group for its members.")
    members = _held(User.objects.filter(group=group))
    details = {"group": group.name, "target": target.name, "members": _counted(len(members))}
    with administering(actor, deeds.GROUP_REMOVED, reason, **details) as deed:
        deed.change(*members, group=target)
        deed.take(group)
        deed.concerns(group=[group_id, target_id], member=[member.pk for member in members])
    return len(members)


def _promote(deed: Deed, group: Group) -> int:
    if group.promote_to_id is None or not group.promote_at_posts:
        return 0
    promoted = _held(User.objects.filter(group=group, post_count__gte=group.promote_at_posts))
    deed.change(*promoted, group_id=group.promote_to_id)
    deed.concerns(member=[member.pk for member in promoted])
    for member in promoted:
        announce(MemberPromoted(member.pk, group.pk, group.promote_to_id))
    return len(promoted)


def _held(members: QuerySet[User]) -> list[User]:
    return list(members.select_for_update(of=("self",), no_key=True).order_by("pk"))


def _counted(members: int) -> str:
    return f"{members:,} {'member' if members == 1 else 'members'}"


def _insist_on_promotion(group: Group, groups: Mapping[int, Group]) -> None:
    target = groups.get(group.promote_to_id or 0)
    if target is None:
        raise Refused("The group to which members are promoted has just been removed.")
    permissions.can_take_in_many(target).insist()
    if not group.promote_at_posts:
        raise Refused("Say at how many posts members are promoted.")
    seen: set[int] = set()
    at: Group | None = target
    while at is not None and at.pk not in seen:
        if at.pk == group.pk:
            raise Refused("Promotion would lead around in a circle.")
        seen.add(at.pk)
        at = groups.get(at.promote_to_id or 0)


def _insist_on_free_name(name: str, own_id: int | None, groups: Mapping[int, Group]) -> None:
    taken = {group.name.casefold() for pk, group in groups.items() if pk != own_id}
    if name.casefold() in taken:
        raise Refused(f"There is a group called “{name}” already.")


def _locked_groups() -> dict[int, Group]:
    """All of them: names, rules of promotion and removals concern one another."""
    list(Group.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    # Asked again: what somebody added while we waited is not among the rows we waited for.
    return {group.pk: group for group in Group.objects.order_by("pk")}
