"""The groups, and one of them to change or remove."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Group
from areopagus.administration import permissions
from areopagus.core.verdict import NotFound, Verdict


@dataclass(frozen=True, slots=True)
class GroupLine:
    """`members` is None for the guests, whom nobody counts."""

    group: Group
    members: int | None


@dataclass(frozen=True, slots=True)
class GroupPage:
    """`targets` are the groups into which members may come in numbers."""

    group: Group
    members: int
    targets: Sequence[Group]
    may_remove: Verdict


def group_lines(actor: Actor) -> list[GroupLine]:
    """One query."""
    permissions.insist_on_administrator(actor)
    groups = Group.objects.annotate(member_count=Count("members")).select_related("promote_to")
    return [
        GroupLine(group, None if group.role == Group.Role.GUESTS else group.member_count)
        for group in groups
    ]


def group_page(actor: Actor, group_id: int) -> GroupPage:
    """One query."""
    lines = group_lines(actor)
    found = next((line for line in lines if line.group.pk == group_id), None)
    if found is None:
        raise NotFound
    others = [line.group for line in lines if line is not found]
    return GroupPage(
        group=found.group,
        members=found.members or 0,
        targets=[group for group in others if permissions.can_take_in_many(group)],
        may_remove=permissions.can_remove_group(found.group),
    )
