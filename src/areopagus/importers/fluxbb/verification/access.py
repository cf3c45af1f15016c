"""Who may do what where: FluxBB's own rule (fact sheet §5.3) against this board's permissions."""

from __future__ import annotations

import re
from typing import Any

from areopagus.accounts import actors
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Group, User
from areopagus.boards import permissions
from areopagus.boards.access import NOWHERE
from areopagus.boards.models import ForumModerator
from areopagus.importers.fluxbb.verification.boards import Boards
from areopagus.importers.fluxbb.verification.comparing import Case, Comparison, Field
from areopagus.importers.fluxbb.verification.old_board import ADMINISTRATORS, Row
from areopagus.importers.fluxbb.verification.tally import Tally

# Whether a group may read, reply and start topics in a forum.
Rights = tuple[bool, bool, bool]
OWN_RIGHTS = ("g_read_board", "g_post_replies", "g_post_topics")
ALL: Rights = (True, True, True)
NONE: Rights = (False, False, False)
# One name and one id of FluxBB's serialised list. Names hold anything, so the length before one is
# not asked: after a change of character set it is wrong.
LISTED = re.compile(rb's:\d+:".*?";(?:i:(-?\d+)|s:\d+:"(\d+)");', re.DOTALL)
LIST = re.compile(rb"a:\d+:\{(.*)\}\s*", re.DOTALL)


def administrators_may(value: Any, case: Case) -> Any:
    """administrators may do everything everywhere"""
    return ALL if case.old["group"] == ADMINISTRATORS else value


def moderator_gone(value: Any, case: Case) -> Any:
    """the moderator's account was gone on the old board"""
    return value and case.old["member"] in case.boards.old.members


def rights_changed_since(value: Any, case: Case) -> Any:
    """the group's rights were changed on this board, as the import's report says"""
    since, group = case.boards.since, case.old["group"]
    own = any(since.why("groups", group, name) for name in OWN_RIGHTS)
    return case.stands if own or (group, case.old["forum"]) in since.rights else value


def moderator_stays(value: Any, case: Case) -> Any:
    """the account was deleted there since it moved in; here it stays, and so does its place"""
    gone = case.boards.since.is_gone("users", case.old["member"])
    return case.stands if gone and case.stands else value


def chosen_since(value: Any, case: Case) -> Any:
    """appointed or dismissed on this board since it moved in"""
    since, pair = case.boards.since, (case.old["forum"], case.old["member"])
    is_own = since.has_deltas and case.here["listed"] != (pair in since.moderators)
    return case.stands if is_own else value


RIGHTS = (
    Field(
        "reading, replying, starting topics", lambda row: row["rights"],
        lambda row: row["rights"], (administrators_may, rights_changed_since),
    ),
)  # fmt: skip
POWER = (
    Field("being a moderator", lambda row: row["listed"], lambda row: row["listed"],
          (moderator_gone, moderator_stays, chosen_since)),
    Field("power over it", lambda row: row["power"], lambda row: row["power"],
          (moderator_gone, moderator_stays, chosen_since)),
)  # fmt: skip


def compare_access(boards: Boards, tally: Tally) -> None:
    given = _rows(boards)
    comparison = Comparison(boards, tally, "access", RIGHTS)
    for group in Group.objects.filter(pk__in=boards.old.groups):
        here = permissions.access(Actor(None, group))
        for forum in sorted(boards.old.forums):
            rights = _rights(boards.old.groups[group.pk], given.get((group.pk, forum)))
            found = here.get(forum, NOWHERE)
            stands = {"rights": (found.read, found.reply, found.start)}
            old = {"group": group.pk, "forum": forum, "rights": rights}
            comparison.row(f"access of group {group.pk} to forum {forum}", old, stands)


def _rows(boards: Boards) -> dict[tuple[int, int], Row]:
    found: dict[tuple[int, int], Row] = {}
    for row in boards.old.rows("SELECT * FROM forum_perms"):
        found.setdefault((row["group_id"], row["forum_id"]), row)
    return found


def _rights(group: Row, row: Row | None) -> Rights:
    """A row overrides the group in both directions; its columns are 1 where nothing is said."""
    may_read = group["g_read_board"] != 0 and (row is None or row["read_forum"] != 0)
    if not may_read:
        return NONE
    if group["g_id"] == ADMINISTRATORS:
        return ALL
    said = (group["g_post_replies"], group["g_post_topics"])
    if row is not None:
        said = (row["post_replies"], row["post_topics"])
    return True, said[0] != 0, said[1] != 0


def compare_moderators(boards: Boards, tally: Tally) -> None:
    listed = _listed(boards, tally)
    here = set(ForumModerator.objects.values_list("forum_id", "user_id"))
    given = _rows(boards)
    comparison = Comparison(boards, tally, "moderators", POWER)
    tally.of("moderators")
    for forum, member in sorted(listed | here):
        if forum not in boards.old.forums:
            tally.new("moderators")
            continue
        user = User.objects.select_related("group").filter(pk=member).first()
        old = {
            "forum": forum,
            "member": member,
            "listed": (forum, member) in listed,
            "power": (forum, member) in listed and user is not None
            and _has_power(boards, given, forum, user.group_id),
        }  # fmt: skip
        stands = {
            "listed": (forum, member) in here,
            "power": user is not None and (forum, member) in here | listed
            and permissions.access_in(actors.member(user), forum).moderate,
        }  # fmt: skip
        comparison.row(f"moderators of forum {forum}, member {member}", old, stands)


def _has_power(boards: Boards, given: dict[tuple[int, int], Row], forum: int, group: int) -> bool:
    """FluxBB: listed, in a group of moderators, and able to read the forum at all."""
    known = boards.old.groups.get(group)
    reads = known is not None and _rights(known, given.get((group, forum))) != NONE
    return boards.old.is_staff(group) and (reads or group == ADMINISTRATORS)


def _listed(boards: Boards, tally: Tally) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for row in boards.old.rows("SELECT id, moderators FROM forums WHERE id > 0"):
        if not row["moderators"]:
            continue
        whole = LIST.fullmatch(row["moderators"])
        if whole is None:
            tally.left_out("moderators", "the list of moderators cannot be read")
            continue
        ids = LISTED.findall(whole[1])
        found.update((row["id"], int(number or text)) for number, text in ids)
    return found
