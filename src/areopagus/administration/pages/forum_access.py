"""Who may do what in one forum, and who looks after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Group
from areopagus.administration.pages.forums import find_forum
from areopagus.boards.models import Forum, ForumModerator, ForumPermission

# The columns of the table, and the group's own flag each falls back to.
RIGHTS = {"may_read": "Read", "may_reply": "Reply", "may_start_topics": "Start topics"}
OWN_FLAG = {"may_read": "may_read_board"}


@dataclass(frozen=True, slots=True)
class GroupRights:
    """`own` is what the group may on its own; `here` what differs in this forum, None for nothing."""

    group: Group
    own: dict[str, bool]
    here: dict[str, bool | None]


@dataclass(frozen=True, slots=True)
class PermissionsPage:
    forum: Forum
    rows: Sequence[GroupRights]


@dataclass(frozen=True, slots=True)
class ModeratorsPage:
    forum: Forum
    moderators: Sequence[ForumModerator]


def permissions_page(actor: Actor, forum_id: int) -> PermissionsPage:
    """Three queries. Administrators are not listed: they may do everything everywhere."""
    forum = find_forum(actor, forum_id)
    stored = {row.group_id: row for row in ForumPermission.objects.filter(forum=forum)}
    return PermissionsPage(
        forum,
        [
            GroupRights(
                group,
                own={right: getattr(group, OWN_FLAG.get(right, right)) for right in RIGHTS},
                here={right: getattr(stored.get(group.pk), right, None) for right in RIGHTS},
            )
            for group in Group.objects.all()
            if not group.is_administrators
        ],
    )


def moderators_page(actor: Actor, forum_id: int) -> ModeratorsPage:
    """Two queries."""
    forum = find_forum(actor, forum_id)
    rows = ForumModerator.objects.filter(forum=forum).select_related("user__group")
    return ModeratorsPage(forum, list(rows.order_by("user__name_key")))
