"""What each actor may do in each forum, worked out once for all who are alike.

The rules of `permissions` begin here.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from areopagus.accounts.actors import Actor
from areopagus.boards import structure
from areopagus.boards.models import Forum, ForumModerator, ForumPermission
from areopagus.core import shown
from areopagus.core.remembered import Remembered


@dataclass(frozen=True, slots=True)
class Access:
    """What an actor may do in one forum, before anything is known about a topic or post."""

    read: bool = False
    reply: bool = False
    start: bool = False
    moderate: bool = False


NOWHERE = Access()
EVERYTHING = Access(read=True, reply=True, start=True, moderate=True)
NO_OVERRIDE = (None, None, None)


def access(actor: Actor) -> Mapping[int, Access]:
    """Forum id to access, for every forum the actor may read. No query while nobody changes a forum."""
    # Worked out before, it is still part of what is being made now.
    shown.note_common(structure.KEY)
    if "boards.access" not in actor.memo:
        actor.memo["boards.access"] = _facts.get().access(actor)
    return cast(Mapping[int, Access], actor.memo["boards.access"])


def access_now(actors: Iterable[Actor]) -> list[Mapping[int, Access]]:
    """From the rows as they are in this very transaction, also one that will be taken back."""
    facts = _Facts()
    return [facts.access(actor) for actor in actors]


def sight_of(actor: Actor) -> Hashable:
    """All that `access` depends on; only moderators have one of their own."""
    group = actor.group
    return (
        group.pk,
        group.role,
        group.may_read_board,
        group.may_reply,
        group.may_start_topics,
        actor.user_id if group.is_moderator else None,
    )


def access_in(actor: Actor, forum_id: int) -> Access:
    return access(actor).get(forum_id, NOWHERE)


class _Facts:
    """All forums, permission rows and moderators, and what was worked out from them."""

    def __init__(self) -> None:
        self.parents = dict(Forum.objects.order_by().values_list("id", "parent_id"))
        self.overrides = {
            (group_id, forum_id): tuple(rights)
            for group_id, forum_id, *rights in ForumPermission.objects.order_by().values_list(
                "group_id", "forum_id", "may_read", "may_reply", "may_start_topics"
            )
        }
        self.moderators = set(ForumModerator.objects.order_by().values_list("user_id", "forum_id"))
        self._worked_out: dict[Hashable, Mapping[int, Access]] = {}

    def access(self, actor: Actor) -> Mapping[int, Access]:
        key = sight_of(actor)
        if key not in self._worked_out:
            self._worked_out[key] = _work_out_access(actor, self)
        return self._worked_out[key]


_facts: Remembered[_Facts] = Remembered(structure.KEY, _Facts)


def _work_out_access(actor: Actor, facts: _Facts) -> dict[int, Access]:
    if actor.is_administrator:
        return dict.fromkeys(facts.parents, EVERYTHING)
    group = actor.group
    rights = {
        forum_id: facts.overrides.get((group.pk, forum_id), NO_OVERRIDE)
        for forum_id in facts.parents
    }
    readable = (
        {forum_id for forum_id, own in rights.items() if _either(own[0], default=True)}
        if group.may_read_board
        else set()
    )
    return {
        forum_id: _access(
            # FluxBB: being listed gives power only while the group is a moderators' group.
            moderate=group.is_moderator and (actor.user_id, forum_id) in facts.moderators,
            reply=_either(reply, default=group.may_reply),
            start=_either(start, default=group.may_start_topics),
        )
        for forum_id, (_read, reply, start) in rights.items()
        if _readable_to_the_top(forum_id, facts.parents, readable)
    }


def _access(*, moderate: bool, reply: bool, start: bool) -> Access:
    return Access(read=True, reply=moderate or reply, start=moderate or start, moderate=moderate)


def _either(override: bool | None, *, default: bool) -> bool:
    return default if override is None else override


def _readable_to_the_top(
    forum_id: int, parents: Mapping[int, int | None], readable: set[int]
) -> bool:
    """A subforum of a hidden forum is hidden too. A circle of parents is hidden altogether."""
    seen: set[int] = set()
    at: int | None = forum_id
    while at is not None:
        if at not in readable or at in seen:
            return False
        seen.add(at)
        at = parents.get(at)
    return True
