"""The categories and forums of the board as one small remembered tree: every page shows part of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from areopagus.boards.models import Forum
from areopagus.boards.models.forum import forum_address
from areopagus.core.remembered import Remembered

# Whatever shows or depends on the forums there are, their permissions and their moderators.
KEY = "structure"


@dataclass(frozen=True, slots=True)
class Place:
    """One forum as navigation shows it. `depth` is 0 for a forum, 1 for its subforums, …"""

    forum_id: int
    parent_id: int | None
    category_id: int
    category: str
    name: str
    link: str
    depth: int

    @property
    def url(self) -> str:
        return forum_address(self.forum_id, self.name)


def places() -> tuple[Place, ...]:
    """Every forum, parents before children, in the order of the board."""
    return _places.get()


def _read() -> tuple[Place, ...]:
    rows = list(
        Forum.objects.order_by("category__position", "category_id", "position", "id").values_list(
            "id", "parent_id", "category_id", "category__name", "name", "link"
        )
    )
    children: dict[int | None, list[tuple[int, int | None, int, str, str, str]]] = {}
    for row in rows:
        children.setdefault(row[1], []).append(row)

    def below(parent_id: int | None, depth: int) -> Iterator[Place]:
        for row in children.get(parent_id, ()):
            yield Place(*row, depth)
            yield from below(row[0], depth + 1)

    return tuple(below(None, 0))


_places: Remembered[tuple[Place, ...]] = Remembered(KEY, _read)
forget = _places.forget
