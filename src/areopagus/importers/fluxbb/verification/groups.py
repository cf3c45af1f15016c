"""Groups with every flag, every waiting time, and who is promoted to where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from areopagus.accounts.models import Group
from areopagus.importers.fluxbb.verification.boards import Boards, in_order
from areopagus.importers.fluxbb.verification.comparing import (
    Case,
    Comparison,
    Field,
    flag,
    number,
    text,
)
from areopagus.importers.fluxbb.verification.old_board import (
    ADMINISTRATORS,
    GUESTS,
    MEMBERS,
    MODERATORS,
    OldBoard,
    Row,
)
from areopagus.importers.fluxbb.verification.rules import blanks_gone, no_count, shortened, words
from areopagus.importers.fluxbb.verification.tally import Tally

ROLES = {
    ADMINISTRATORS: "administrators", MODERATORS: "moderators", GUESTS: "guests",
    MEMBERS: "members",
}  # fmt: skip
# What a group of 1.5 may where an older version had no such column (fact sheet §1.3, §5.1).
FLAGS = {
    "g_read_board": ("may_read_board", True),
    "g_view_users": ("may_view_members", True),
    "g_post_replies": ("may_reply", True),
    "g_post_topics": ("may_start_topics", True),
    "g_edit_posts": ("may_edit_own_posts", True),
    "g_delete_posts": ("may_delete_own_posts", True),
    "g_delete_topics": ("may_delete_own_topics", True),
    "g_post_links": ("may_post_links", True),
    "g_set_title": ("may_set_title", False),
    "g_search": ("may_search", True),
    "g_search_users": ("may_search_members", True),
    "g_send_email": ("may_send_mail", True),
}
STAFF_FLAGS = {
    "g_mod_edit_users": ("may_edit_members", "p_mod_edit_users"),
    "g_mod_rename_users": ("may_rename_members", "p_mod_rename_users"),
    "g_mod_change_passwords": ("may_change_passwords", "p_mod_change_passwords"),
    "g_mod_ban_users": ("may_ban_members", "p_mod_ban_users"),
    # 1.2 knew no promoting.
    "g_mod_promote_users": ("may_promote_members", ""),
}
INTERVALS = {
    "g_post_flood": ("post_interval", 30),
    "g_search_flood": ("search_interval", 30),
    "g_email_flood": ("mail_interval", 60),
    "g_report_flood": ("report_interval", 60),
}
HERE = (
    "name", "member_title", "role", "is_moderator", "promote_at_posts", "promote_to_id",
    *(here for here, _ in FLAGS.values()), *(here for here, _ in STAFF_FLAGS.values()),
    *(here for here, _ in INTERVALS.values()),
)  # fmt: skip


def nameless(value: Any, case: Case) -> Any:
    """without a name, so called by its number"""
    return value or f"Group {case.old['g_id']}"


def named_apart(value: Any, case: Case) -> Any:
    """another group has the same name, so its number stands behind it"""
    apart = f"{value[:50]} ({case.old['g_id']})"
    is_taken = Group.objects.filter(name__iexact=value).exclude(pk=case.old["g_id"]).exists()
    return apart if is_taken else value


def no_moderators(value: Any, case: Case) -> Any:
    """administrators and guests are no group of moderators"""
    return value and case.old["g_id"] not in {ADMINISTRATORS, GUESTS}


def promotion_to_nowhere(value: Any, case: Case) -> Any:
    """the group to be promoted to is missing"""
    return value if value in case.boards.old.groups else None


def compare_groups(boards: Boards, tally: Tally) -> None:
    there = boards.old.rows("SELECT * FROM groups WHERE g_id > 0 ORDER BY g_id")
    # Every board has its newcomers, and moderators even where a board of 1.3 had none.
    own = Q(role=Group.Role.NEWCOMERS)
    if boards.old.is_13 and MODERATORS not in boards.old.groups:
        own |= Q(role=Group.Role.MODERATORS)
    here = in_order(Group.objects.exclude(own), *HERE)
    Comparison(boards, tally, "groups", _fields(boards)).table(here, there, key="g_id")


def _fields(boards: Boards) -> tuple[Field, ...]:
    old = boards.old
    name = (*words("groups.g_title"), blanks_gone, shortened(60), nameless, named_apart)
    title = (*words("groups.g_user_title"), blanks_gone, shortened(60))
    return (
        Field("name", text("g_title"), text("name"), name),
        Field("title", text("g_user_title"), text("member_title"), title),
        Field("role", lambda row: ROLES.get(row["g_id"]), lambda row: row["role"]),
        Field("moderators", _is_staff, flag("is_moderator"), (no_moderators,)),
        Field(
            "posts for a promotion", lambda row: row["g_promote_min_posts"] or None,
            lambda row: row["promote_at_posts"], (_no_promotion,),
        ),
        Field(
            "promotion", _promotion, lambda row: row["promote_to_id"], (promotion_to_nowhere,)
        ),
        *(
            Field(column, flag(column, default=default), flag(here))
            for column, (here, default) in FLAGS.items()
        ),
        *(
            Field(column, _staff_flag(column, option, old), flag(here))
            for column, (here, option) in STAFF_FLAGS.items()
        ),
        *(
            Field(column, number(column, default), number(here), (no_count,))
            for column, (here, default) in INTERVALS.items()
        ),
    )  # fmt: skip


def _no_promotion(value: Any, case: Case) -> Any:  # noqa: ARG001
    """a number of posts that cannot be is none"""
    return value if value and value > 0 else None


def _is_staff(row: Row) -> bool:
    said = row["g_moderator"]
    return row["g_id"] == MODERATORS if said is None else bool(said)


def _promotion(row: Row) -> int | None:
    """FluxBB promotes only where both are given."""
    return (row["g_promote_next_group"] or None) if row["g_promote_min_posts"] else None


def _staff_flag(column: str, option: str, old: OldBoard) -> Callable[[Row], bool]:
    """In 1.2 an option held for the one group of moderators, and nobody could promote."""
    was_allowed = old.config.get(option) == "1" if option else not old.is_12

    def may(row: Row) -> bool:
        if row[column] is None:
            return was_allowed and row["g_id"] == MODERATORS
        return bool(row[column])

    return may
