"""Categories and forums: added, changed, put elsewhere, arranged, emptied, removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from areopagus.accounts.actors import Actor
from areopagus.administration import permissions
from areopagus.administration.tree import family_of
from areopagus.boards import structure
from areopagus.boards.counts import refresh_last_post
from areopagus.boards.events import TopicsMoved
from areopagus.boards.models import Category, Forum, Topic
from areopagus.boards.trusted_html import make_safe
from areopagus.core.events import announce
from areopagus.core.verdict import NotFound, Refused

STEP = 10
CHUNK = 500
# Never the counters: others keep them meanwhile.
WRITTEN = (
    "name", "description", "description_html", "order", "link", "category", "parent", "position",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """On top of a category, or below a forum."""

    category_id: int | None = None
    parent_id: int | None = None


@transaction.atomic
def add_category(actor: Actor, name: str) -> Category:
    permissions.insist_on_administrator(actor)
    last = Category.objects.aggregate(last=Max("position"))["last"]
    category = Category.objects.create(name=name, position=(last or 0) + STEP)
    structure.forget()
    return category


@transaction.atomic
def rename_category(actor: Actor, category_id: int, name: str) -> None:
    permissions.insist_on_administrator(actor)
    if not Category.objects.filter(pk=category_id).update(name=name):
        raise NotFound
    structure.forget()


@transaction.atomic
def remove_category(actor: Actor, category_id: int) -> None:
    permissions.insist_on_administrator(actor)
    category = _locked_category(category_id)
    forums = category.forums.count()
    if forums:
        raise Refused(f"There {_are(forums, 'forum')} in this category. Move or remove them first.")
    category.delete()
    structure.forget()


@transaction.atomic
def add_forum(actor: Actor, wishes: Mapping[str, Any]) -> Forum:
    """`wishes` are fields of a forum, and `place`."""
    permissions.insist_on_administrator(actor)
    forum = Forum()
    _change(forum, wishes, _locked_forums())
    forum.save()
    structure.forget()
    return forum


@transaction.atomic
def change_forum(actor: Actor, forum_id: int, changes: Mapping[str, Any]) -> Forum:
    """As `add_forum`, but only what is given; what stands below goes along to another category."""
    permissions.insist_on_administrator(actor)
    # All of them: two who put one forum below the other at once must not make a circle.
    forums = _locked_forums()
    if forum_id not in forums:
        raise NotFound
    forum = forums[forum_id]
    _change(forum, changes, forums)
    if forum.link and "link" in changes:
        _insist_on_nothing_inside(forum)
    forum.save(update_fields=WRITTEN)
    family = family_of(forum_id, {f.pk: f.parent_id for f in forums.values()})
    Forum.objects.filter(pk__in=family).update(category=forum.category_id)
    structure.forget()
    return forum


@transaction.atomic
def arrange(actor: Actor, categories: Mapping[int, int], forums: Mapping[int, int]) -> None:
    """Puts categories, and forums among their siblings, into the order of the given numbers."""
    permissions.insist_on_administrator(actor)
    siblings: dict[tuple[int, int | None], list[Forum]] = {}
    for forum in _locked_forums().values():
        siblings.setdefault((forum.category_id, forum.parent_id), []).append(forum)
    moved = [forum for among in siblings.values() for forum in _numbered(among, forums)]
    Forum.objects.bulk_update(moved, ["position"])
    every = list(Category.objects.select_for_update(no_key=True).order_by("pk"))
    Category.objects.bulk_update(_numbered(every, categories), ["position"])
    structure.forget()


@transaction.atomic
def move_topics(actor: Actor, forum_id: int, target_id: int) -> int:
    """Moves every topic of a forum, removed ones and stubs too, into another. How many there were."""
    permissions.insist_on_administrator(actor)
    # Topics before forums, as everywhere, so that no two deeds wait for each other.
    rows = list(
        Topic.objects.select_for_update(no_key=True)
        .filter(forum=forum_id)
        .order_by("pk")
        .values_list("pk", "post_count", "removed_at", "is_stub")
    )
    forums = _locked_forums([forum_id, target_id])
    if len(forums) != len({forum_id, target_id}):
        raise NotFound
    if forum_id == target_id or forums[target_id].link:
        raise Refused("Choose another forum, one that holds topics.")
    for start in range(0, len(rows), CHUNK):
        chunk = [row[0] for row in rows[start : start + CHUNK]]
        Topic.objects.filter(pk__in=chunk).update(forum=target_id)
    counted = [posts for _, posts, removed_at, is_stub in rows if not (removed_at or is_stub)]
    for pk, sign in ((forum_id, -1), (target_id, 1)):
        Forum.objects.filter(pk=pk).update(
            topic_count=F("topic_count") + sign * len(counted),
            post_count=F("post_count") + sign * sum(counted),
        )
        refresh_last_post(pk)
    announce(TopicsMoved(tuple(row[0] for row in rows), forum_id, target_id))
    return len(rows)


@transaction.atomic
def remove_forum(actor: Actor, forum_id: int) -> None:
    permissions.insist_on_administrator(actor)
    forum = _locked_forums([forum_id]).get(forum_id)
    if forum is None:
        raise NotFound
    _insist_on_nothing_inside(forum)
    forum.delete()
    structure.forget()


def _change(forum: Forum, changes: Mapping[str, Any], forums: Mapping[int, Forum]) -> None:
    for field, value in changes.items():
        if field == "place":
            _put(forum, value, forums)
        elif field == "description":
            forum.description, forum.description_html = value, make_safe(value)
        else:
            setattr(forum, field, value)


def _put(forum: Forum, place: Place, forums: Mapping[int, Forum]) -> None:
    """At the end of its new siblings."""
    if place.parent_id is None:
        forum.parent, forum.category = None, _locked_category(place.category_id or 0)
    else:
        parent = forums.get(place.parent_id)
        if parent is None or parent.link:
            raise Refused("The forum it should stand in is gone, or holds nothing.")
        above = {f.pk: f.parent_id for f in forums.values()}
        if forum.pk and parent.pk in family_of(forum.pk, above):
            raise Refused("A forum cannot stand below itself.")
        forum.parent, forum.category = parent, parent.category
    among = [f.position for f in forums.values() if f.parent_id == forum.parent_id]
    forum.position = max(among, default=0) + STEP


def _insist_on_nothing_inside(forum: Forum) -> None:
    topics = forum.topics.count()
    if topics:
        raise Refused(
            f"There {_are(topics, 'topic')} in this forum, removed ones and links to moved ones "
            "counted in. Move them to another forum first."
        )
    if subforums := forum.subforums.count():
        raise Refused(f"There {_are(subforums, 'subforum')} below this forum. Move them first.")


def _locked_forums(ids: Iterable[int] | None = None) -> dict[int, Forum]:
    rows = (
        Forum.objects.select_for_update(of=("self",), no_key=True)
        .select_related("category")
        .order_by("pk")
    )
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    return {forum.pk: forum for forum in rows}


def _locked_category(category_id: int) -> Category:
    found = Category.objects.select_for_update(no_key=True).filter(pk=category_id).first()
    if found is None:
        raise NotFound
    return found


def _numbered(rows: list[Any], numbers: Mapping[int, int]) -> list[Any]:
    # Whatever was not on the page somebody saw comes last, as it was.
    rows.sort(key=lambda row: (numbers.get(row.pk, float("inf")), row.position, row.pk))
    for place, row in enumerate(rows, start=1):
        row.position = place * STEP
    return rows


def _are(count: int, noun: str) -> str:
    return f"is {count} {noun}" if count == 1 else f"are {count:,} {noun}s"
