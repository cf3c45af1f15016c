"""The few topics that stand above those of every forum, remembered: every forum page shows them."""

from __future__ import annotations

from areopagus.accounts.actors import Actor
from areopagus.boards.access import access
from areopagus.boards.models import Topic
from areopagus.core.remembered import Remembered


def pinned_everywhere(actor: Actor, but_of: int | None = None) -> list[int]:
    """The ids of those the actor may read, the newest first; without those of the forum `but_of`."""
    readable = access(actor)
    return [pk for pk, forum in _topics.get() if forum in readable and forum != but_of]


def _read() -> tuple[tuple[int, int], ...]:
    standing = Topic.objects.standing().filter(pinned_everywhere_at__isnull=False)
    return tuple(standing.order_by("-pinned_everywhere_at", "-pk").values_list("pk", "forum_id"))


_topics = Remembered("pinned everywhere", _read)
forget = _topics.forget
