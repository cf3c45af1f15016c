"""Categories, forums, who may do what in them, and who looks after them."""

from __future__ import annotations

import sqlite3

from areopagus.accounts.models import Group
from areopagus.boards.models import Category, Forum, ForumModerator, ForumPermission
from areopagus.boards.trusted_html import make_safe
from areopagus.importers import php
from areopagus.importers.fluxbb.moving.context import Move, position
from areopagus.importers.fluxbb.moving.groups import ADMINISTRATORS

HOLDING = "Found while moving in"
# A shorter address would lead elsewhere.
LONGEST_LINK = 300


def move_categories(move: Move) -> None:
    rows = list(move.old.rows("SELECT * FROM categories WHERE id > 0 ORDER BY id"))
    Category.objects.bulk_create(
        Category(
            id=row["id"],
            name=move.cut(row["cat_name"], 80, "categories.cat_name"),
            position=position(row["disp_position"]),
        )
        for row in rows
    )
    move.ledger.imported("categories", len(rows))
    rest = move.old.count("categories") - len(rows)
    move.ledger.left_out("categories", "its id is no number above 0", rest)


def move_forums(move: Move) -> None:
    categories = set(Category.objects.values_list("id", flat=True))
    rows = list(move.old.rows("SELECT * FROM forums WHERE id > 0 ORDER BY id"))
    for row in rows:
        category = row["cat_id"]
        if category not in categories:
            move.ledger.change(
                "forums: its category is missing, so one was made", row["forum_name"]
            )
            category = holding_category(move).pk
        _forum(move, row, category).save(force_insert=True)
    move.forums = {row["id"] for row in rows}
    move.ledger.imported("forums", len(rows))
    rest = move.old.count("forums") - len(rows)
    move.ledger.left_out("forums", "its id is no number above 0", rest)


def _forum(move: Move, row: sqlite3.Row, category: int) -> Forum:
    said = row["forum_desc"] or ""
    order = row["sort_by"] if row["sort_by"] in Forum.Order.values else Forum.Order.LAST_POST
    return Forum(
        id=row["id"],
        category_id=category,
        name=move.cut(row["forum_name"], 80, "forums.forum_name"),
        description=said,
        description_html=_safe(move, said, "forums.forum_desc"),
        position=position(row["disp_position"]),
        order=order,
        link=_link(move, row["redirect_url"] or ""),
    )


def _safe(move: Move, html: str, where: str) -> str:
    safe = make_safe(html)
    if len(safe) < len(html):
        move.ledger.change(f"{where}: HTML made safe, the source is kept", html[:200])
    return safe


def _link(move: Move, address: str) -> str:
    """Only web addresses; another kind could act."""
    address = address.strip()
    if not address:
        return ""
    if "://" not in address:
        address = f"http://{address}"
    if not address.lower().startswith(("http://", "https://")):
        move.ledger.change("forums.redirect_url: no web address, left out", address)
        return ""
    if len(address) > LONGEST_LINK:
        move.ledger.change("forums.redirect_url: too long, left out", address[:LONGEST_LINK])
        return ""
    return address


def move_permissions(move: Move) -> None:
    """A row that says nothing beyond the group's own rights needs no row here."""
    groups = {group.pk: group for group in Group.objects.all()}
    kept: dict[tuple[int, int], ForumPermission] = {}
    for row in move.old.rows("SELECT * FROM forum_perms"):
        place = (row["group_id"], row["forum_id"])
        if place[0] not in groups or place[1] not in move.forums:
            move.ledger.left_out("forum_perms", "its group or its forum is missing")
        elif place[0] == ADMINISTRATORS:
            move.ledger.left_out("forum_perms", "administrators may do everything")
        elif place in kept:
            move.ledger.left_out("forum_perms", "its group has another row for this forum")
        else:
            kept[place] = _permission(groups[place[0]], row)
    told = [row for row in kept.values() if _says_something(row)]
    ForumPermission.objects.bulk_create(told, 500)
    move.ledger.imported("forum_perms", len(told))
    same = len(kept) - len(told)
    move.ledger.left_out("forum_perms", "says what the group's own rights say", same)


def _permission(group: Group, row: sqlite3.Row) -> ForumPermission:
    def beyond(value: int | None, own: bool) -> bool | None:
        wanted = value is None or bool(value)
        return None if wanted == own else wanted

    return ForumPermission(
        group=group,
        forum_id=row["forum_id"],
        may_read=beyond(row["read_forum"], own=True),
        may_reply=beyond(row["post_replies"], own=group.may_reply),
        may_start_topics=beyond(row["post_topics"], own=group.may_start_topics),
    )


def _says_something(row: ForumPermission) -> bool:
    return {row.may_read, row.may_reply, row.may_start_topics} != {None}


def move_moderators(move: Move) -> None:
    """From FluxBB's serialised map of names to ids; the ids are what counts."""
    listed: set[tuple[int, int]] = set()
    for row in move.old.rows(
        "SELECT id, forum_name, moderators FROM forums WHERE moderators <> ''"
    ):
        for member in _listed(move, row):
            if member in move.members:
                listed.add((row["id"], member))
            else:
                move.ledger.change("forums.moderators: the member is gone", row["forum_name"])
    ForumModerator.objects.bulk_create(
        ForumModerator(forum_id=forum, user_id=member) for forum, member in sorted(listed)
    )


def _listed(move: Move, row: sqlite3.Row) -> list[int]:
    try:
        found = php.unserialised(row["moderators"])
    except php.NotSerialised:
        move.ledger.change("forums.moderators: cannot be read", row["forum_name"])
        return []
    values = found.values() if isinstance(found, dict) else ()
    return [int(value) for value in values if isinstance(value, int | bytes) and _is_id(value)]


def _is_id(value: int | bytes) -> bool:
    return isinstance(value, int) or value.isdigit()


def holding_forum(move: Move) -> int:
    """A forum only staff see, for what stood nowhere; made when it is first needed."""
    found = Forum.objects.filter(pk=move.edges["forums"]).first()
    if found is None:
        found = Forum.objects.create(
            id=move.edges["forums"],
            category=holding_category(move),
            name=HOLDING,
            description="Topics and posts whose place was missing on the old board.",
            description_html="Topics and posts whose place was missing on the old board.",
        )
        hidden = Group.objects.filter(is_moderator=False).exclude(pk=ADMINISTRATORS)
        ForumPermission.objects.bulk_create(
            ForumPermission(group=group, forum=found, may_read=False) for group in hidden
        )
        move.forums.add(found.pk)
    return found.pk


def holding_category(move: Move) -> Category:
    found = Category.objects.filter(pk=move.edges["categories"]).first()
    if found is None:
        found = Category.objects.create(id=move.edges["categories"], name=HOLDING, position=LAST)
    return found


# Below everything an administrator has arranged.
LAST = 10_000
