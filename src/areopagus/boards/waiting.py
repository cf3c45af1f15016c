"""How much waits for moderators, by forum; and whose it is. Remembered, so that no page pays for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from django.db.models.functions import Coalesce

from areopagus.accounts.actors import Actor
from areopagus.boards.models import HeldWriting
from areopagus.core.remembered import Remembered


def _read() -> tuple[Counter[int], frozenset[int]]:
    # A reply follows its topic, wherever it was moved.
    place = Coalesce("topic__forum", "forum")
    waiting = HeldWriting.objects.filter(decided_at=None)
    found = list(waiting.annotate(place=place).values_list("place", "author"))
    return Counter(place for place, _ in found), frozenset(pk for _, pk in found if pk)


_WAITING = Remembered("boards.waiting", _read)
forget = _WAITING.forget


def count_in(forum_ids: Collection[int]) -> int:
    by_forum, _ = _WAITING.get()
    return sum(by_forum[pk] for pk in forum_ids)


def waits(actor: Actor) -> bool:
    """Whether something of theirs does."""
    return actor.user_id in _WAITING.get()[1]
