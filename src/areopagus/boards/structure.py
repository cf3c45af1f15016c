"""The categories and forums of the board as one small remembered tree: every page shows part of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from areopagus.boards.models import Forum
from areopagus.boards.models.forum import forum_address
from areopagus.core import shown
from areopagus.core.clock import now
from areopagus.core.remembered import Remembered

# Whatever shows or depends on the forums there are, their permissions and their moderators.
KEY = "structure"
COLUMNS = (
    "id",
    "parent_id",
    "category_id",
    "category__name",
    "name",
    "link",
    "announcement_html",
    "announcement_until",
)
Row = tuple[int, int | None, int, str, str, str, str, datetime | None]


@dataclass(frozen=True, slots=True)
class Place:
    """One forum as navigation shows it. `depth` is 0 for a forum, 1 for its subforums, …"""

    forum_id: int
    parent_id: int | None
    category_id: int
    category: str
    name: str
    link: str
    announcement_html: str
    announcement_until: datetime | None
    depth: int

    @property
    def url(self) -> str:
        return forum_address(self.forum_id, self.name)


def places() -> tuple[Place, ...]:
    """Every forum, parents before children, in the order of the board."""
    return _places.get()


def announcement_in(forum_id: int) -> str:
    """What stands on top of this forum and of its topics now, as safe HTML."""
    place = next((place for place in places() if place.forum_id == forum_id), None)
    if place is None or not place.announcement_html:
        return ""
    if place.announcement_until is not None:
        left = (place.announcement_until - now()).total_seconds()
        if left <= 0:
            return ""
        # It ends without anybody's deed.
        shown.note_fleeting(left)
    return place.announcement_html


def _read() -> tuple[Place, ...]:
    rows = list(
        Forum.objects.order_by("category__position", "category_id", "position", "id").values_list(
            *COLUMNS
        )
    )
    children: dict[int | None, list[Row]] = {}
    for row in rows:
        children.setdefault(row[1], []).append(row)

    def below(parent_id: int | None, depth: int) -> Iterator[Place]:
        for row in children.get(parent_id, ()):
            yield Place(*row, depth)
            yield from below(row[0], depth + 1)

    return tuple(below(None, 0))


_places: Remembered[tuple[Place, ...]] = Remembered(KEY, _read)
forget = _places.forget
