"""Forums as the index and a parent forum list them, with what stands below them counted in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from areopagus.accounts import groups
from areopagus.accounts.actors import Actor
from areopagus.accounts.models.user import address_of
from areopagus.boards import permissions, structure
from areopagus.boards.models import Forum, ForumModerator
from areopagus.boards.models.forum import forum_address
from areopagus.boards.pages.rows import LastPost
from areopagus.boards.structure import Place
from areopagus.boards.words import shown_title
from areopagus.core import shown
from areopagus.core.prepared import Prepared

FIELDS = (
    "id",
    "description_html",
    "topic_count",
    "post_count",
    "last_post_id",
    "last_post__posted_at",
    "last_post__author_id",
    "last_post__author_name",
    "last_post__topic_id",
    "last_post__topic__title",
)
Link = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ForumRow:
    """`topics`, `posts` and `last` include the readable subforums."""

    forum_id: int
    parent_id: int | None
    category_id: int
    category: str
    name: str
    url: str
    is_link: bool
    description_html: str
    topics: int
    posts: int
    last: LastPost | None
    last_title: str
    subforums: tuple[Link, ...]
    moderators: tuple[Link, ...]


_FACTS = Prepared(lambda: Forum.objects.order_by().values(*FIELDS))
_MODERATORS = Prepared(
    lambda: ForumModerator.objects.order_by("user__name_key").values_list(
        "forum_id", "user_id", "user__name", "user__group__is_moderator"
    )
)


def forum_rows(actor: Actor, below: int | None = None) -> list[ForumRow]:
    """The readable forums directly below `below`; None asks for the top ones. At most two queries."""
    readable = permissions.access(actor)
    seen = [place for place in structure.places() if place.forum_id in readable]
    listed = [place for place in seen if place.parent_id == below]
    if not listed:
        return []
    families = {place.forum_id: list(_family(place, seen)) for place in listed}
    wanted = {member.forum_id for family in families.values() for member in family}
    # All forums and not the wanted ones: there are few, and the query is always the same.
    facts = {row["id"]: row for row in _FACTS.dicts() if row["id"] in wanted}
    _note(facts.values())
    moderators = _moderators(families)
    return [
        _row(place, [facts[p.forum_id] for p in family if p.forum_id in facts], family, moderators)
        for place, family in zip(listed, families.values(), strict=True)
        # A forum that was removed within the last second is still remembered in `places`.
        if place.forum_id in facts
    ]


def _note(facts: Iterable[Mapping[str, Any]]) -> None:
    for row in facts:
        shown.note(
            (
                f"forum:{row['id']}",
                f"topic:{row['last_post__topic_id']}",
                f"member:{row['last_post__author_id']}",
            )
        )


def _family(place: Place, seen: list[Place]) -> Iterator[Place]:
    """The forum itself and all that stands below it."""
    yield place
    for child in seen:
        if child.parent_id == place.forum_id:
            yield from _family(child, seen)


def _moderators(forum_ids: Mapping[int, object]) -> Mapping[int, list[Link]]:
    found: dict[int, list[Link]] = defaultdict(list)
    # Who counts as one is a matter of their group.
    shown.note_common(groups.KEY)
    for forum_id, user_id, name, may_moderate in _MODERATORS.rows():
        if forum_id not in forum_ids:
            continue
        # Also of those who are listed but not shown: they are when they come into such a group.
        shown.note([f"member:{user_id}"])
        if may_moderate:
            found[forum_id].append((name, address_of(user_id, name)))
    return found


def _row(
    place: Place,
    facts: list[dict[str, Any]],
    family: list[Place],
    moderators: Mapping[int, list[Link]],
) -> ForumRow:
    answered = [row for row in facts if row["last_post_id"] is not None]
    newest = max(answered, key=lambda row: row["last_post__posted_at"], default=None)
    return ForumRow(
        forum_id=place.forum_id,
        parent_id=place.parent_id,
        category_id=place.category_id,
        category=place.category,
        name=place.name,
        url=place.link or forum_address(place.forum_id, place.name),
        is_link=bool(place.link),
        description_html=facts[0]["description_html"],
        topics=sum(row["topic_count"] for row in facts),
        posts=sum(row["post_count"] for row in facts),
        last=_last(newest) if newest else None,
        last_title=shown_title(newest["last_post__topic__title"]) if newest else "",
        subforums=tuple((p.name, p.url) for p in family if p.parent_id == place.forum_id),
        moderators=tuple(moderators.get(place.forum_id, ())),
    )


def _last(row: Mapping[str, Any]) -> LastPost:
    return LastPost(
        row["last_post_id"],
        row["last_post__posted_at"],
        row["last_post__author_id"],
        row["last_post__author_name"],
    )
