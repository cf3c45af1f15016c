"""The numbers that groups of FluxBB 1.3-legacy must have here, worked out from the dump alone."""

from __future__ import annotations

import sqlite3

MARKS = ("extensions", "extension_hooks")


def as_in_14(db: sqlite3.Connection, config: dict[str, str], others: set[str]) -> bool:
    """Whether the board is one of 1.3; then its groups are renamed in the tables of `db` and in `config`."""
    guest = db.execute("SELECT group_id FROM users WHERE id = 1").fetchone()
    is_old = others.intersection(MARKS) and "o_database_revision" not in config
    if not is_old or (guest is not None and guest[0] != 2):  # noqa: PLR2004 - its guests.
        return False
    name = _names(db, config.get("o_default_user_group", ""))
    db.create_function("renamed", 1, lambda group: name.get(group, group))
    rows = db.execute("SELECT * FROM groups").fetchall()
    columns = [column[1] for column in db.execute("PRAGMA table_info(groups)")]
    key, promotion = columns.index("g_id"), columns.index("g_promote_next_group")
    db.execute("DELETE FROM groups")
    for row in rows:
        changed = list(row)
        changed[key] = name.get(row[key], row[key])
        changed[promotion] = name.get(row[promotion], row[promotion])
        places = ", ".join("?" * len(changed))
        db.execute(f"INSERT INTO groups VALUES ({places})", changed)  # noqa: S608
    db.execute("UPDATE users SET group_id = renamed(group_id)")
    db.execute("UPDATE forum_perms SET group_id = renamed(group_id)")
    said = config.get("o_default_user_group", "")
    if said.isascii() and said.isdigit():
        config["o_default_user_group"] = str(name.get(int(said), int(said)))
    return True


def _names(db: sqlite3.Connection, default: str) -> dict[int, int]:
    """From the number in 1.3 to the one in 1.4: administrators 1, moderators 2, guests 3, members 4."""
    name = {1: 1, 2: 3}
    rest = "SELECT g_id, COALESCE(g_moderator, 0) <> 0 FROM groups WHERE g_id > 2 ORDER BY g_id"
    rows = db.execute(rest).fetchall()
    staff = [group for group, is_staff in rows if is_staff]
    plain = [group for group, is_staff in rows if not is_staff]
    plain.sort(key=lambda group: str(group) != default)
    name |= dict.fromkeys(staff[:1], 2) | dict.fromkeys(plain[:1], 4)
    highest = "SELECT MAX(g) FROM (SELECT g_id AS g FROM groups UNION SELECT group_id FROM users WHERE group_id < 30000)"
    free = max(4, db.execute(highest).fetchone()[0] or 0)
    for group, _ in rows:
        if group not in name and group <= 4:  # noqa: PLR2004 - these are taken.
            free += 1
            name[group] = free
    return name
