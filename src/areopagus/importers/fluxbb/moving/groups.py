"""Groups with all their flags, under their old ids. The five every board has keep their roles."""

from __future__ import annotations

import sqlite3

from areopagus.accounts.models import Group
from areopagus.importers.fluxbb.moving.context import Move, count, flag

Role = Group.Role
ROLES = {1: Role.ADMINISTRATORS, 2: Role.MODERATORS, 3: Role.GUESTS, 4: Role.MEMBERS}
ADMINISTRATORS, MODERATORS, GUESTS, MEMBERS = ROLES
# Our flag, FluxBB's, and what 1.5 sets where an older version has no such column.
FLAGS = (
    ("may_read_board", "g_read_board", True),
    ("may_view_members", "g_view_users", True),
    ("may_reply", "g_post_replies", True),
    ("may_start_topics", "g_post_topics", True),
    ("may_edit_own_posts", "g_edit_posts", True),
    ("may_delete_own_posts", "g_delete_posts", True),
    ("may_delete_own_topics", "g_delete_topics", True),
    ("may_post_links", "g_post_links", True),
    ("may_set_title", "g_set_title", False),
    ("may_search", "g_search", True),
    ("may_search_members", "g_search_users", True),
    ("may_send_mail", "g_send_email", True),
)
# Beside each the option that held the same for all moderators in 1.2.
STAFF_FLAGS = (
    ("may_edit_members", "g_mod_edit_users", "p_mod_edit_users"),
    ("may_rename_members", "g_mod_rename_users", "p_mod_rename_users"),
    ("may_change_passwords", "g_mod_change_passwords", "p_mod_change_passwords"),
    ("may_ban_members", "g_mod_ban_users", "p_mod_ban_users"),
    ("may_promote_members", "g_mod_promote_users", ""),
)
INTERVALS = (
    ("post_interval", "g_post_flood", 30),
    ("search_interval", "g_search_flood", 30),
    ("mail_interval", "g_email_flood", 60),
    ("report_interval", "g_report_flood", 60),
)


def move_groups(move: Move) -> None:
    rows = list(move.old.rows("SELECT * FROM groups WHERE g_id > 0 ORDER BY g_id"))
    ids = {row["g_id"] for row in rows}
    _step_aside(move, ids)
    names: set[str] = set(
        Group.objects.exclude(pk__in=ids).values_list("name", flat=True),
    )
    for row in rows:
        group = _group(move, row)
        if group.name.casefold() in {name.casefold() for name in names}:
            move.ledger.change("groups: another has the same name, so its id stands behind it")
            group.name = f"{group.name[:50]} ({group.pk})"
        names.add(group.name)
        group.save()
    for row in rows:
        if row["g_promote_next_group"] in ids and row["g_promote_min_posts"]:
            Group.objects.filter(pk=row["g_id"]).update(promote_to=row["g_promote_next_group"])
    move.groups = set(Group.objects.values_list("id", flat=True))
    move.ledger.imported("groups", len(rows))
    rest = move.old.count("groups") - len(rows)
    move.ledger.left_out("groups", "its id is no number above 0", rest)


def _step_aside(move: Move, ids: set[int]) -> None:
    """Our newcomers have an id that FluxBB gives to the first group an administrator makes."""
    newcomers = Group.objects.get(role=Role.NEWCOMERS)
    Group.objects.filter(pk=newcomers.pk).delete()
    newcomers.pk = move.edges["groups"]
    newcomers.save(force_insert=True)
    # Names are exchanged freely: "Members" may be called "Moderators" on the old board.
    for group in Group.objects.filter(pk__in=ids):
        group.name = f"({group.pk})"
        group.save(update_fields=["name"])


def _group(move: Move, row: sqlite3.Row) -> Group:
    group_id: int = row["g_id"]
    is_first_moderators = group_id == MODERATORS
    group = Group(
        id=group_id,
        role=ROLES.get(group_id),
        name=move.cut(row["g_title"], 60, "groups.g_title") or f"Group {group_id}",
        member_title=move.cut(row["g_user_title"], 60, "groups.g_user_title"),
        promote_at_posts=count(row["g_promote_min_posts"]) or None,
        # Guests' and administrators' membership is no matter of being listed.
        is_moderator=flag(row, "g_moderator", default=is_first_moderators)
        and group_id not in {ADMINISTRATORS, GUESTS},
    )
    for ours, theirs, default in FLAGS:
        setattr(group, ours, flag(row, theirs, default=default))
    for ours, theirs, option in STAFF_FLAGS:
        before = is_first_moderators and (
            move.old.config.get(option) == "1" if option else not move.old.is_12
        )
        setattr(group, ours, flag(row, theirs, default=before))
    for ours, theirs, seconds in INTERVALS:
        given = row[theirs]
        setattr(group, ours, count(given) if given is not None else seconds)
    return group
