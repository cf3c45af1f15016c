"""Which rows of a list hold something new to its reader."""

from __future__ import annotations

from collections.abc import Sequence

from areopagus.accounts.actors import Actor
from areopagus.boards import permissions, reading_marks, structure
from areopagus.boards.pages.rows import TopicRow
from areopagus.core.sharing import OwnIds

NOTHING: frozenset[int] = frozenset()
# What the pages of stand-ins call them.
UNREAD, UNREAD_FORUMS = OwnIds("unread"), OwnIds("unread forum")


def unread_among(actor: Actor, rows: Sequence[TopicRow]) -> frozenset[int]:
    """One query for a member, none when nothing is newer than what counts as read anyway."""
    if actor.user is None:
        return NOTHING
    since = reading_marks.read_before(actor.user)
    newer = [row for row in rows if row.last and row.last.at > since and not row.is_stub]
    if not newer:
        return NOTHING
    read = reading_marks.marks_or_muted(actor, [row.topic_id for row in newer])
    return frozenset(row.topic_id for row in newer if read.get(row.topic_id, 0) < row.last_number)


def unread_forums(actor: Actor) -> frozenset[int]:
    """Forums with an unread topic, and those above them. One query for a member."""
    if actor.user is None:
        return NOTHING
    found = reading_marks.forums_with_unread(actor.user) & permissions.access(actor).keys()
    # Parents come before their children.
    for place in reversed(structure.places()):
        if place.forum_id in found and place.parent_id is not None:
            found.add(place.parent_id)
    return frozenset(found)
