"""Posts that come into a topic take their place in the order of time. See decision 0014.

A *place* is a post, or the departure of one that was moved away. Places before the newcomers keep
their numbers; those behind them count on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from heapq import merge

from areopagus.boards.models import Departure, Post, Topic
from areopagus.core.ledger.recording import Deed

Place = Post | Departure
Timed = tuple[datetime, Place]
THE_BEGINNING = datetime.min.replace(tzinfo=UTC)


def weave(
    deed: Deed, topic: Topic, coming: Sequence[Sequence[Post]], *, keep_first: bool = False
) -> int:
    """Brings posts of other topics, each sequence in its own order, into `topic`.

    With `keep_first` nothing comes before the topic's first post, however old it is. How many
    posts that stood in the topic before have another number now.
    """
    places = places_of(topic)
    sequences = [_timed(places), *(_timed(posts) for posts in coming)]
    if keep_first and places:
        first = sequences[0][0][0]
        sequences[1:] = [[(max(at, first), p) for at, p in posts] for posts in sequences[1:]]
    # heapq.merge keeps what is equal in the order of the sequences: who was here comes first.
    woven = [place for _, place in merge(*sequences, key=lambda timed: timed[0])]
    return len(_number(deed, topic, woven))


def close_gaps(deed: Deed, topic: Topic) -> None:
    """Places behind a gap move up: what was written after a deed that is undone now."""
    _number(deed, topic, places_of(topic))


def places_of(topic: Topic) -> list[Place]:
    """In the order of their numbers, held."""
    found: list[Place] = [
        *Post.objects.select_for_update(no_key=True).filter(topic=topic),
        *Departure.objects.select_for_update(no_key=True).filter(topic=topic),
    ]
    return sorted(found, key=lambda place: place.number)


def _number(deed: Deed, topic: Topic, places: Iterable[Place]) -> list[Place]:
    """Gives places the numbers from 1 on; those of the topic's own that have another number now."""
    numbered = list(enumerate(places, start=1))
    moved = [p for number, p in numbered if p.topic_id == topic.pk and p.number != number]
    changes = [(place, {"topic": topic, "number": number}) for number, place in numbered]
    deed.change_each((p, values) for p, values in changes if isinstance(p, Departure))
    deed.change_each((p, values) for p, values in changes if isinstance(p, Post))
    return moved


def _timed(places: Sequence[Place]) -> list[Timed]:
    return list(_in_time(places))


def _in_time(places: Sequence[Place]) -> Iterator[Timed]:
    """With times that never fall: old boards have posts out of order, which stay as they are."""
    latest = THE_BEGINNING
    for place in places:
        if isinstance(place, Post):
            latest = max(latest, place.posted_at)
        yield latest, place
