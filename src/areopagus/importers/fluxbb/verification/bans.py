"""Who is banned. FluxBB bans whoever has the name, on every page, unless they are staff."""

from __future__ import annotations

import time
from typing import Any

from areopagus.accounts import names
from areopagus.importers.fluxbb.verification.comparing import Case, Field
from areopagus.importers.fluxbb.verification.old_board import OldBoard, Row
from areopagus.importers.fluxbb.verification.rules import LATEST

# When a ban ends (None: never), and what the banned are told; None for those who are not.
Ban = tuple[float | None, str]


def by_name(old: OldBoard) -> dict[str, Ban]:
    """Of several bans of one name the longest counts."""
    found: dict[str, Ban] = {}
    for row in old.rows("SELECT * FROM bans WHERE username <> '' ORDER BY id"):
        key = names.key_of(old.meant("bans.username", row["username"]))
        ban = (row["expire"] or None, old.meant("bans.message", row["message"]))
        if key not in found or _end(ban) > _end(found[key]):
            found[key] = ban
    return found


def of(old: OldBoard, member: Row, banned: dict[str, Ban]) -> Ban | None:
    return banned.get(names.key_of(old.meant("users.username", member["username"])))


def _end(ban: Ban) -> float:
    return float("inf") if ban[0] is None else ban[0]


def over(value: Any, case: Case) -> Any:  # noqa: ARG001
    """the ban has ended"""
    ended = value is not None and value[0] is not None and value[0] <= time.time()
    return None if ended else value


def never_of_staff(value: Any, case: Case) -> Any:
    """bans never held for moderators and administrators"""
    return None if case.boards.old.is_staff(case.old["group_id"] or 0) else value


def for_ever(value: Any, case: Case) -> Any:  # noqa: ARG001
    """an end beyond the year 2100 is none"""
    is_far = value is not None and value[0] is not None and value[0] >= LATEST
    return (None, value[1]) if is_far else value


def _here(row: Row) -> Ban | None:
    until = row["banned_until"]
    if row["banned_at"] is None:
        return None
    return (None if until is None else until.timestamp(), row["ban_message"])


FIELD = Field("ban", lambda row: row["ban"], _here, (over, never_of_staff, for_ever))
