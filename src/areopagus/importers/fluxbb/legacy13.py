"""FluxBB 1.3-legacy numbered its groups otherwise: administrators 1, guests 2, the others behind.

They get the numbers that its own updater to 1.4 gave them (fact sheet §0, §1.1). Which of the others are
moderators and which members is read from the groups themselves, never guessed from a number: whoever is
taken for a moderator may do harm.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from areopagus.importers.fluxbb.schema import OF_LEGACY_13
from areopagus.importers.ledger import Ledger

ADMINISTRATORS, MODERATORS, GUESTS, MEMBERS = 1, 2, 3, 4
GUESTS_OF_13 = 2
# More than any number of a group; so no row meets another one on its way.
FAR = 10**9
LARGEST_GROUP = 30_000
REFERENCES = (
    ("groups", "g_id"),
    ("groups", "g_promote_next_group"),
    ("users", "group_id"),
    ("forum_perms", "group_id"),
)
DEFAULT_GROUP = "o_default_user_group"


def renumber_groups(
    db: sqlite3.Connection, config: dict[str, str], tables: Collection[str], ledger: Ledger
) -> None:
    """Of a staged board, when it is one of 1.3. What lies in the archive stays as it was."""
    if not _is_legacy(db, config, tables):
        return
    numbers = {old: new for old, new in _numbers(db, config).items() if old != new}
    for table, column in REFERENCES:
        for old, new in numbers.items():
            # The names are the four above.
            statement = f"UPDATE {table} SET {column} = ? WHERE {column} = ?"  # noqa: S608
            db.execute(statement, (new + FAR, old))
        back = f"UPDATE {table} SET {column} = {column} - ? WHERE {column} > ?"  # noqa: S608
        db.execute(back, (FAR, FAR))
    default = config.get(DEFAULT_GROUP, "")
    if default.isascii() and default.isdigit():
        config[DEFAULT_GROUP] = str(numbers.get(int(default), int(default)))
    for old, new in numbers.items():
        ledger.change("groups: numbered as FluxBB 1.4 did", f"group {old} is {new} now")


def _is_legacy(db: sqlite3.Connection, config: dict[str, str], tables: Collection[str]) -> bool:
    """An upgraded board may still have the tables of 1.3; its guest's group tells them apart."""
    if "o_database_revision" in config or not any(table in tables for table in OF_LEGACY_13):
        return False
    guest = db.execute("SELECT group_id FROM users WHERE id = 1").fetchone()
    return guest is None or guest[0] == GUESTS_OF_13


def _numbers(db: sqlite3.Connection, config: dict[str, str]) -> dict[int, int]:
    rows = db.execute("SELECT g_id, g_moderator FROM groups WHERE g_id > 0 ORDER BY g_id")
    groups = {group: bool(is_staff) for group, is_staff in rows}
    found = {ADMINISTRATORS: ADMINISTRATORS, GUESTS_OF_13: GUESTS}
    others = [group for group in groups if group not in found]
    moderators = next((group for group in others if groups[group]), None)
    if moderators is not None:
        found[moderators] = MODERATORS
    plain = [group for group in others if not groups[group]]
    default = config.get(DEFAULT_GROUP, "")
    members = next((group for group in plain if str(group) == default), next(iter(plain), None))
    if members is not None:
        found[members] = MEMBERS
    used = "SELECT MAX(group_id) FROM users WHERE group_id < ?"
    most: int = db.execute(used, (LARGEST_GROUP,)).fetchone()[0] or 0
    free = max(most, MEMBERS, *groups)
    for group in others:
        if group not in found and group <= MEMBERS:
            free += 1
            found[group] = free
    return found
