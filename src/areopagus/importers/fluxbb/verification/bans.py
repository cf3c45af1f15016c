"""Who is banned. FluxBB bans whoever has the name, on every page, unless they are staff; and who has no account.

A ban that names a member is compared with that member; what it says of addresses, with a ban here.
"""

from __future__ import annotations

import re
import time
from typing import Any

from areopagus.accounts import names
from areopagus.accounts.models import Ban as BanHere
from areopagus.importers.fluxbb.verification.boards import Boards, in_order
from areopagus.importers.fluxbb.verification.comparing import (
    Case,
    Comparison,
    Field,
    count_the_rest,
    date,
    highest_of,
    seconds,
    side_by_side,
)
from areopagus.importers.fluxbb.verification.old_board import OldBoard, Row
from areopagus.importers.fluxbb.verification.rules import LATEST, no_date
from areopagus.importers.fluxbb.verification.tally import Tally

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


# Bans of who has no account


def compare_bans(boards: Boards, tally: Tally) -> None:
    old, rows = boards.old, 0
    bearers: dict[str, list[int]] = {}
    for row in old.rows("SELECT id, username, group_id FROM users WHERE id > 1"):
        bearers.setdefault(_key(old, "users.username", row), []).append(row["group_id"] or 0)
    highest = highest_of(boards, "bans")
    comparison = Comparison(boards, tally, "bans", FIELDS)
    there = (
        _meant(old, row, bearers) for row in old.rows("SELECT * FROM bans WHERE id > 0 ORDER BY id")
    )
    for pk, then, now in side_by_side(there, in_order(BanHere.objects.all(), *HERE)):
        rows += then is not None
        if then is None:
            tally.new("bans") if pk > highest else tally.intruder("bans", f"bans {pk}")
        elif now is not None:
            comparison.row(f"bans {pk}", then, now)
        elif then["expire"] and then["expire"] <= time.time():
            tally.left_out("bans", "the ban has ended")
        elif then["staff"]:
            tally.left_out("bans", "bans never held for moderators and administrators")
        elif not any(then[name] for name in ("name", "addresses", "mail")):
            tally.left_out("bans", "it names members only, and is compared with them")
        elif boards.since.has_deltas:
            tally.left_out("bans", "lifted on this board")
        else:
            tally.missing("bans", f"bans {pk}")
    count_the_rest(boards, tally, "bans", rows)


def _meant(old: OldBoard, row: Row, bearers: dict[str, list[int]]) -> Row:
    groups = bearers.get(_key(old, "bans.username", row), [])
    name = old.meant("bans.username", row["username"]).strip() if row["username"] else ""
    return {
        **row,
        "name": "" if groups else name,
        "staff": bool(groups) and all(old.is_staff(group) for group in groups),
        "addresses": " ".join(filter(_is_address, (row["ip"] or "").split())),
        "mail": (row["email"] or "").strip().casefold(),
        "told": old.meant("bans.message", row["message"]) if row["message"] else "",
    }


# One to four octets, groups with colons, or a network, which some boards' mods take. FluxBB itself
# takes anything; what is none of these never held anybody.
_ADDRESS = re.compile(
    r"(?:\d{1,3}(?:\.\d{1,3}){0,3}\.?|[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){1,8})(?:/\d{1,3})?",
    re.IGNORECASE,
)


def _is_address(piece: str) -> bool:
    octets = piece.partition("/")[0].strip(".").split(".")
    return bool(_ADDRESS.fullmatch(piece)) and (":" in piece or max(map(int, octets)) <= 255)  # noqa: PLR2004


def _key(old: OldBoard, column: str, row: Row) -> str:
    return names.key_of(old.meant(column, row["username"])) if row["username"] else ""


HERE = ("name", "addresses", "mail", "message", "until")
FIELDS = (
    Field("name", lambda row: row["name"], lambda row: row["name"]),
    Field("addresses", lambda row: row["addresses"], lambda row: row["addresses"]),
    Field("mail", lambda row: row["mail"], lambda row: row["mail"]),
    Field("message", lambda row: row["told"], lambda row: row["message"]),
    Field("end", date("expire"), seconds("until"), (no_date,)),
)
