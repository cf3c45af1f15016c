"""Groups, categories, forums and what hangs on them; here somebody may have removed them meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from areopagus.accounts.models import Group
from areopagus.boards.models import Category, Forum
from areopagus.importers.fluxbb.deltas.findings import Found
from areopagus.importers.fluxbb.deltas.kinds import CATEGORIES, FORUMS, GROUPS, Kind
from areopagus.importers.fluxbb.deltas.merging import Merge, add_rows, at, made_of
from areopagus.importers.fluxbb.deltas.reading import Key, Row
from areopagus.importers.fluxbb.moving.groups import MEMBERS
from areopagus.importers.fluxbb.moving.places import holding_category, holding_forum

STAYS = "the old board has it no more; here it stays, for you to decide"
REMOVED_HERE = "its place was removed here, so it stands elsewhere"


def stay(merge: Merge, kind: Kind, key: Key, name: str) -> None:
    merge.gone[kind.name].add(key[0])
    merge.findings.stays(Found(kind.name, str(key[0]), name, "", "", "", STAYS))


def vanish_group(merge: Merge, key: Key, row: Row, is_touched: bool) -> None:  # noqa: ARG001
    stay(merge, GROUPS, key, row[1])


def vanish_category(merge: Merge, key: Key, row: Row, is_touched: bool) -> None:  # noqa: ARG001
    stay(merge, CATEGORIES, key, row[1])


def vanish_forum(merge: Merge, key: Key, row: Row, is_touched: bool) -> None:  # noqa: ARG001
    stay(merge, FORUMS, key, row[2])


def add_groups(merge: Merge, kind: Kind, rows: Sequence[Row]) -> None:  # noqa: ARG001
    groups: list[Group] = made_of(kind, rows)
    for group in groups:
        group.name = f"({group.pk})"
    Group.objects.bulk_create(groups)
    for row in rows:
        at(kind, (row[0],)).update(name=_free_name(row[0], row[1]))


def change_group(merge: Merge, key: Key, columns: dict[str, Any]) -> None:  # noqa: ARG001
    if "name" in columns:
        columns["name"] = _free_name(key[0], columns["name"])
    at(GROUPS, key).update(**columns)


def _free_name(pk: int, name: str) -> str:
    """A group made here may be called so already; and two old ones may change their names."""
    others = Group.objects.exclude(pk=pk)
    return f"{name[:50]} ({pk})" if others.filter(name__iexact=name).exists() else name


def add_forums(merge: Merge, kind: Kind, rows: Sequence[Row]) -> None:
    add_rows(merge, kind, rows)
    there = set(Category.objects.values_list("pk", flat=True))
    for row in rows:
        if row[1] not in there:
            at(kind, (row[0],)).update(category=_category(merge, row[0]))


def change_forum(merge: Merge, key: Key, columns: dict[str, Any]) -> None:
    wanted = columns.get("category_id")
    if wanted is not None and not Category.objects.filter(pk=wanted).exists():
        columns["category_id"] = _category(merge, key[0])
    at(FORUMS, key).update(**columns)


def _category(merge: Merge, forum: int) -> int:
    found = holding_category(merge.move).pk
    merge.conflict("forums", (forum,), "", "category", here=str(found), there="", why=REMOVED_HERE)
    return found


def add_where_it_belongs(merge: Merge, kind: Kind, rows: Sequence[Row]) -> None:
    """Rights and moderators of what was removed here are nothing."""
    known = {
        "group_id": set(Group.objects.values_list("pk", flat=True)),
        "forum_id": set(Forum.objects.values_list("pk", flat=True)),
    }
    names = [(place, known[key]) for place, key in enumerate(kind.keys) if key in known]
    add_rows(merge, kind, [row for row in rows if all(row[at] in ids for at, ids in names)])


def place_of_topic(merge: Merge, topic: int, wanted: int) -> int:
    if Forum.objects.filter(pk=wanted).exists():
        return wanted
    found = holding_forum(merge.move)
    merge.conflict(
        "topics", (topic,), "", "forum", here=str(found), there=str(wanted), why=REMOVED_HERE
    )
    return found


def group_of_member(merge: Merge, member: int, wanted: int) -> int:
    if Group.objects.filter(pk=wanted).exists():
        return wanted
    merge.conflict(
        "users", (member,), "", "group", here=str(MEMBERS), there=str(wanted), why=REMOVED_HERE
    )
    return MEMBERS
