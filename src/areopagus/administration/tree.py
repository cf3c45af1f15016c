"""The tree of categories and forums as administration needs it: from the rows of this very moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from areopagus.boards.models import Forum


def in_order(forums: Iterable[Forum]) -> Iterator[tuple[Forum, int]]:
    """Each forum with its depth, parents before children, by position.

    A forum whose parents run in a circle has no place in the tree. It comes last, as if it stood on
    top, so that somebody can mend it.
    """
    rows = sorted(forums, key=lambda forum: (forum.position, forum.pk))
    children: dict[int | None, list[Forum]] = {}
    for forum in rows:
        children.setdefault(forum.parent_id, []).append(forum)
    reached: set[int] = set()

    def below(parent_id: int | None, depth: int) -> Iterator[tuple[Forum, int]]:
        for forum in children.get(parent_id, ()):
            reached.add(forum.pk)
            yield forum, depth
            yield from below(forum.pk, depth + 1)

    yield from below(None, 0)
    yield from ((forum, 0) for forum in rows if forum.pk not in reached)


def family_of(forum_id: int, parents: Mapping[int, int | None]) -> set[int]:
    """The forum and all that stands below it. `parents` says of every forum where it stands."""
    family = {forum_id}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return family
