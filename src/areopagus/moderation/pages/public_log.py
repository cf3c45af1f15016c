"""The part of the ledger that everybody may read, when the board publishes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from areopagus.accounts.actors import Actor
from areopagus.boards import structure
from areopagus.boards.models.topic import topic_address
from areopagus.boards.permissions import visible_topics
from areopagus.boards.words import shown_title
from areopagus.core import shown
from areopagus.core.ledger.models import Batch, Subject
from areopagus.core.ledger.undone import undone_among
from areopagus.core.paging import Pager, page_count
from areopagus.core.verdict import NotFound
from areopagus.moderation import options, permissions
from areopagus.moderation.deeds import PUBLISHED

ENTRIES_PER_PAGE = 50
TOPICS_SHOWN = 5
Link = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """`topics` are some of those that can be read; `more` counts the rest of what it was done to."""

    who: str
    did: str
    topics: Sequence[Link]
    more: int
    forums: Sequence[Link]
    at: datetime
    reason: str
    is_undone: bool


@dataclass(frozen=True, slots=True)
class PublicLog:
    about: str
    entries: Sequence[Entry]
    pages: Pager


def public_log_page(actor: Actor, number: int = 1) -> PublicLog:
    """Five queries, and one for each time that something on it was undone and done again."""
    if options.PUBLIC_LOG.get() == "off":
        raise NotFound
    shown.note_fleeting(1)
    found = permissions.published_batches(actor)
    pages = Pager(number, page_count(found.count(), ENTRIES_PER_PAGE), "/moderation-log/")
    if not 1 <= number <= pages.count:
        raise NotFound
    start = (number - 1) * ENTRIES_PER_PAGE
    batches = list(found.order_by("-pk")[start : start + ENTRIES_PER_PAGE])
    about = "What moderators and the board's own rules did to topics and posts, newest first."
    return PublicLog(about, _entries(actor, batches), pages)


def _entries(actor: Actor, batches: Sequence[Batch]) -> list[Entry]:
    ids: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    subjects = Subject.objects.filter(batch__in=batches, name__in=("topic", "forum"))
    for batch_id, name, pk in subjects.order_by("subject_id").values_list(
        "batch", "name", "subject_id"
    ):
        ids[batch_id, name].append(pk)
    topics = _topics(
        actor, {pk for (_, name), some in ids.items() if name == "topic" for pk in some}
    )
    forums = {place.forum_id: (place.name, place.url) for place in structure.places()}
    undone = undone_among(batches)
    return [
        Entry(
            who=_who(batch),
            did=PUBLISHED[batch.kind],
            topics=(here := [topics[pk] for pk in about if pk in topics][:TOPICS_SHOWN]),
            more=len(about) - len(here),
            forums=[forums[pk] for pk in ids[batch.pk, "forum"]],
            at=batch.at,
            reason=batch.reason,
            is_undone=batch.pk in undone,
        )
        for batch in batches
        for about in (ids[batch.pk, "topic"],)
    ]


def _topics(actor: Actor, topic_ids: set[int]) -> Mapping[int, Link]:
    """As they are called now; those that were removed are not named."""
    shown.note(f"topic:{pk}" for pk in topic_ids)
    rows = visible_topics(actor).filter(pk__in=topic_ids).values_list("pk", "title")
    return {pk: (shown_title(title), topic_address(pk, title)) for pk, title in rows}


def _who(batch: Batch) -> str:
    if batch.is_automatic:
        return f"The rule “{batch.actor_name}”"
    return batch.actor_name if options.PUBLIC_LOG.get() == "with names" else "A moderator"
