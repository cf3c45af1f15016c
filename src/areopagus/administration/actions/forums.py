"""Categories and forums: added, changed, put elsewhere, arranged, emptied, removed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from areopagus.accounts.actors import Actor
from areopagus.administration import deeds, permissions
from areopagus.administration.deeds import administering
from areopagus.administration.tree import family_of
from areopagus.boards.models import Category, Forum, Topic
from areopagus.boards.trusted_html import make_safe
from areopagus.core.verdict import NotFound, Refused

STEP = 10


@dataclass(frozen=True, slots=True)
class Place:
    """On top of a category, or below a forum."""

    category_id: int | None = None
    parent_id: int | None = None


@transaction.atomic
def add_category(actor: Actor, name: str) -> Category:
    permissions.insist_on_administrator(actor)
    last = Category.objects.aggregate(last=Max("position"))["last"]
    with administering(actor, deeds.CATEGORY_ADDED, category=name) as deed:
        category = Category.objects.create(name=name, position=(last or 0) + STEP)
        deed.made(category)
    return category


@transaction.atomic
def rename_category(actor: Actor, category_id: int, name: str) -> None:
    permissions.insist_on_administrator(actor)
    category = _locked_category(category_id)
    with administering(actor, deeds.CATEGORY_RENAMED, old=category.name, category=name) as deed:
        deed.change(category, name=name)


@transaction.atomic
def remove_category(actor: Actor, category_id: int, reason: str = "") -> None:
    permissions.insist_on_administrator(actor)
    category = _locked_category(category_id)
    forums = category.forums.count()
    if forums:
        raise Refused(f"There {_are(forums, 'forum')} in this category. Move or remove them first.")
    with administering(actor, deeds.CATEGORY_REMOVED, reason, category=category.name) as deed:
        deed.take(category)


@transaction.atomic
def add_forum(actor: Actor, wishes: Mapping[str, Any]) -> Forum:
    """`wishes` are fields of a forum, and `place`."""
    permissions.insist_on_administrator(actor)
    forum = Forum()
    for field, value in _changes(forum, wishes, _locked_forums()).items():
        setattr(forum, field, value)
    with administering(actor, deeds.FORUM_ADDED, forum=forum.name) as deed:
        forum.save()
        deed.made(forum)
        deed.concerns(forum=[forum.pk])
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
    if changes.get("link"):
        _insist_on_nothing_inside(forum)
    family = family_of(forum_id, {f.pk: f.parent_id for f in forums.values()})
    with administering(actor, deeds.FORUM_CHANGED, forum=forum.name) as deed:
        deed.change(forum, **_changes(forum, changes, forums))
        deed.change(*(forums[pk] for pk in sorted(family)), category=forum.category)
        deed.concerns(forum=family)
    return forum


@transaction.atomic
def arrange(actor: Actor, categories: Mapping[int, int], forums: Mapping[int, int]) -> None:
    """Puts categories, and forums among their siblings, into the order of the given numbers."""
    permissions.insist_on_administrator(actor)
    siblings: dict[tuple[int, int | None], list[Forum]] = {}
    for forum in _locked_forums().values():
        siblings.setdefault((forum.category_id, forum.parent_id), []).append(forum)
    every = list(Category.objects.select_for_update(no_key=True).order_by("pk"))
    with administering(actor, deeds.FORUMS_ARRANGED) as deed:
        for among in siblings.values():
            deed.change_each(_numbered(among, forums))
        deed.change_each(_numbered(every, categories))


@transaction.atomic
def move_topics(actor: Actor, forum_id: int, target_id: int, reason: str = "") -> int:
    """Moves every topic of a forum, removed ones and stubs too, into another. How many there were."""
    permissions.insist_on_administrator(actor)
    # Topics before forums, as everywhere, so that no two deeds wait for each other.
    topics = list(
        Topic.objects.select_for_update(no_key=True).filter(forum=forum_id).order_by("pk")
    )
    forums = _locked_forums([forum_id, target_id])
    if len(forums) != len({forum_id, target_id}):
        raise NotFound
    if forum_id == target_id or forums[target_id].link:
        raise Refused("Choose another forum, one that holds topics.")
    details = {"forum": forums[forum_id].name, "target": forums[target_id].name}
    count = f"{len(topics):,} {'topic' if len(topics) == 1 else 'topics'}"
    with administering(actor, deeds.FORUM_EMPTIED, reason, topics=count, **details) as deed:
        deed.change(*topics, forum=forums[target_id])
        deed.concerns(topic=[topic.pk for topic in topics], forum=[forum_id, target_id])
    return len(topics)


@transaction.atomic
def remove_forum(actor: Actor, forum_id: int, reason: str = "") -> None:
    permissions.insist_on_administrator(actor)
    forum = _locked_forums([forum_id]).get(forum_id)
    if forum is None:
        raise NotFound
    _insist_on_nothing_inside(forum)
    with administering(actor, deeds.FORUM_REMOVED, reason, forum=forum.name) as deed:
        deed.take(forum)
        deed.concerns(forum=[forum.pk])


def _changes(
    forum: Forum, changes: Mapping[str, Any], forums: Mapping[int, Forum]
) -> dict[str, Any]:
    """The fields that are set by these wishes."""
    fields = dict(changes)
    if "description" in fields:
        fields["description_html"] = make_safe(fields["description"])
    if "announcement" in fields:
        fields["announcement_html"] = make_safe(fields["announcement"])
    if "place" in fields:
        fields |= _placed(forum, fields.pop("place"), forums)
    return fields


def _placed(forum: Forum, place: Place, forums: Mapping[int, Forum]) -> dict[str, Any]:
    """At the end of its new siblings."""
    parent = None
    if place.parent_id is None:
        category = _locked_category(place.category_id or 0)
    else:
        parent = forums.get(place.parent_id)
        if parent is None or parent.link:
            raise Refused("The forum it should stand in is gone, or holds nothing.")
        above = {f.pk: f.parent_id for f in forums.values()}
        if forum.pk and parent.pk in family_of(forum.pk, above):
            raise Refused("A forum cannot stand below itself.")
        category = parent.category
    among = [f.position for f in forums.values() if f.parent_id == (parent.pk if parent else None)]
    return {"parent": parent, "category": category, "position": max(among, default=0) + STEP}


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


def _numbered(
    rows: list[Any], numbers: Mapping[int, int]
) -> Iterator[tuple[Any, Mapping[str, int]]]:
    # Whatever was not on the page somebody saw comes last, as it was.
    rows.sort(key=lambda row: (numbers.get(row.pk, float("inf")), row.position, row.pk))
    for place, row in enumerate(rows, start=1):
        yield row, {"position": place * STEP}


def _are(count: int, noun: str) -> str:
    return f"is {count} {noun}" if count == 1 else f"are {count:,} {noun}s"
