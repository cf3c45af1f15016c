"""The board's categories and forums: all of them, one to change, and where it could stand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from areopagus.accounts.actors import Actor
from areopagus.administration import permissions
from areopagus.administration.tree import family_of, in_order
from areopagus.boards.models import Category, Forum
from areopagus.core.verdict import NotFound

# Shown numbers leave room, so that one number puts a forum between two others.
STEP = 10
Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ForumLine:
    forum: Forum
    depth: int
    position: int


@dataclass(frozen=True, slots=True)
class CategoryLine:
    category: Category
    position: int
    forums: Sequence[ForumLine]


@dataclass(frozen=True, slots=True)
class ForumsPage:
    categories: Sequence[CategoryLine]


@dataclass(frozen=True, slots=True)
class ForumPage:
    """`places` are where the forum may stand, by category; `forum` is None for a new one."""

    forum: Forum | None
    places: Sequence[tuple[str, Sequence[Choice]]]
    place: str


@dataclass(frozen=True, slots=True)
class RemovalPage:
    """`topics` counts removed topics and stubs too: they hold the forum as well."""

    forum: Forum
    topics: int
    subforums: int
    targets: Sequence[tuple[str, Sequence[Choice]]]


def forums_page(actor: Actor) -> ForumsPage:
    """Two queries."""
    permissions.insist_on_administrator(actor)
    lines: dict[int, list[ForumLine]] = {}
    counted: dict[object, int] = {}
    for forum, depth in in_order(Forum.objects.all()):
        among = (forum.parent_id, forum.category_id if forum.parent_id is None else None)
        counted[among] = counted.get(among, 0) + STEP
        lines.setdefault(forum.category_id, []).append(ForumLine(forum, depth, counted[among]))
    return ForumsPage(
        [
            CategoryLine(category, number * STEP, lines.get(category.pk, ()))
            for number, category in enumerate(Category.objects.all(), start=1)
        ]
    )


def find_category(actor: Actor, category_id: int) -> Category:
    permissions.insist_on_administrator(actor)
    found = Category.objects.filter(pk=category_id).first()
    if found is None:
        raise NotFound
    return found


def find_forum(actor: Actor, forum_id: int) -> Forum:
    permissions.insist_on_administrator(actor)
    found = Forum.objects.filter(pk=forum_id).first()
    if found is None:
        raise NotFound
    return found


def new_forum_page(actor: Actor) -> ForumPage:
    permissions.insist_on_administrator(actor)
    places = _places(list(Forum.objects.all()), without=())
    first = places[0][1][0][0] if places else ""
    return ForumPage(None, places, first)


def forum_page(actor: Actor, forum_id: int) -> ForumPage:
    """Three queries."""
    forum = find_forum(actor, forum_id)
    forums = list(Forum.objects.all())
    family = family_of(forum_id, {f.pk: f.parent_id for f in forums})
    place = f"f{forum.parent_id}" if forum.parent_id else f"c{forum.category_id}"
    return ForumPage(forum, _places(forums, without=family), place)


def removal_page(actor: Actor, forum_id: int) -> RemovalPage:
    """Five queries."""
    forum = find_forum(actor, forum_id)
    targets = [
        (name, [(value[1:], label) for value, label in choices if value.startswith("f")])
        for name, choices in _places(list(Forum.objects.all()), without={forum_id})
    ]
    return RemovalPage(
        forum,
        topics=forum.topics.count(),
        subforums=forum.subforums.count(),
        targets=[(name, choices) for name, choices in targets if choices],
    )


def _places(
    forums: Sequence[Forum], without: Collection[int]
) -> list[tuple[str, Sequence[Choice]]]:
    """Per category "c1" for its top, and "f3" for below a forum. A link forum holds nothing."""
    lines = [(forum, depth) for forum, depth in in_order(forums) if not forum.link]
    return [
        (
            category.name,
            [
                (f"c{category.pk}", f"{category.name} (on top)"),
                *(
                    (f"f{forum.pk}", "\u2003" * (depth + 1) + forum.name)
                    for forum, depth in lines
                    if forum.category_id == category.pk and forum.pk not in without
                ),
            ],
        )
        for category in Category.objects.all()
    ]
