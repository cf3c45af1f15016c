"""What every group may do in every forum, in one table; one group of it to change; what a change would bring."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Sum

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Group
from areopagus.administration import permissions
from areopagus.administration.pages.forum_access import OWN_FLAG, RIGHTS
from areopagus.administration.tree import in_order
from areopagus.boards.access import NOWHERE, Access, access_now
from areopagus.boards.models import Forum, ForumPermission
from areopagus.core.events import untold
from areopagus.core.verdict import NotFound

EFFECT = {"may_read": "read", "may_reply": "reply", "may_start_topics": "start"}


@dataclass(frozen=True, slots=True)
class Right:
    """`may` is what the rules say in the end; `here` what was said for this forum, None for nothing."""

    name: str
    label: str
    may: bool
    here: bool | None
    own: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One forum: for each group of the page its rights there."""

    forum: Forum
    depth: int
    cells: Sequence[tuple[Group, Sequence[Right]]]


@dataclass(frozen=True, slots=True)
class MatrixPage:
    groups: Sequence[Group]
    lines: Sequence[Line]


def matrix_page(actor: Actor) -> MatrixPage:
    """Six queries, however many forums and groups there are."""
    permissions.insist_on_administrator(actor)
    return _page(_groups())


def group_permissions_page(actor: Actor, group_id: int) -> MatrixPage:
    """The same with one group only."""
    permissions.insist_on_administrator(actor)
    found = [group for group in _groups() if group.pk == group_id]
    if not found:
        raise NotFound
    return _page(found)


def what_changes(deed: Callable[[], object]) -> list[str]:
    """Who would read what no longer, or from now on: the deed is done and taken back. A sentence for each group."""
    groups = _groups()
    before = access_now(map(_anybody, groups))
    with untold(), transaction.atomic():
        deed()
        # Groups anew, for their own flags may have changed.
        after = access_now(map(_anybody, _groups()))
        transaction.set_rollback(True)
    return [
        said
        for group, was, will in zip(groups, before, after, strict=True)
        for said in _told(group, was, will)
    ]


def _page(groups: Sequence[Group]) -> MatrixPage:
    stored = {(row.forum_id, row.group_id): row for row in ForumPermission.objects.all()}
    rules = dict(zip(groups, access_now(map(_anybody, groups)), strict=True))
    lines = [
        Line(
            forum,
            depth,
            [
                (
                    group,
                    _rights(
                        group,
                        rules[group].get(forum.pk, NOWHERE),
                        stored.get((forum.pk, group.pk)),
                    ),
                )
                for group in groups
            ],
        )
        for forum, depth in in_order(Forum.objects.select_related("category"))
    ]
    return MatrixPage(groups, lines)


def _rights(group: Group, access: Access, row: ForumPermission | None) -> list[Right]:
    return [
        Right(
            name=right,
            label=label,
            may=getattr(access, EFFECT[right]),
            here=getattr(row, right, None),
            own=getattr(group, OWN_FLAG.get(right, right)),
        )
        for right, label in RIGHTS.items()
    ]


def _groups() -> list[Group]:
    """Administrators may do everything everywhere, and are not listed."""
    return [group for group in Group.objects.all() if not group.is_administrators]


def _anybody(group: Group) -> Actor:
    """Somebody in this group who moderates nothing."""
    return Actor(None, group)


def _told(group: Group, was: Mapping[int, Access], will: Mapping[int, Access]) -> Iterator[str]:
    if lost := was.keys() - will.keys():
        yield f"{group} will no longer read {_counted(lost)}."
    if gained := will.keys() - was.keys():
        yield f"{group} will read {_counted(gained)} that they could not read before."


def _counted(forum_ids: set[int]) -> str:
    forums = Forum.objects.filter(pk__in=forum_ids)
    topics = forums.aggregate(topics=Sum("topic_count"))["topics"] or 0
    forums_said = "1 forum" if len(forum_ids) == 1 else f"{len(forum_ids):,} forums"
    return f"{forums_said} with {topics:,} {'topic' if topics == 1 else 'topics'}"
