"""Old topics are taken away from readers, all in one batch. Nothing is destroyed, and all can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.boards import counts
from areopagus.boards.models import Forum, Topic
from areopagus.boards.querysets import TopicQuerySet
from areopagus.core.clock import now
from areopagus.core.ledger import recording
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import Refused
from areopagus.upkeep import deeds, permissions

# So many in one batch; whoever has more prunes again.
MOST = 10_000
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Pruning:
    """Which topics: of one forum or of all, without a reply for so many days."""

    days: int
    forum_id: int | None = None
    with_pinned: bool = False
    with_stubs: bool = True

    def topics(self) -> TopicQuerySet:
        """In the order in which they are taken: the first that were begun first."""
        old = Topic.objects.standing().filter(last_post_at__lt=now() - timedelta(days=self.days))
        if self.forum_id is not None:
            old = old.filter(forum=self.forum_id)
        if not self.with_pinned:
            old = old.filter(pinned_at=None)
        if not self.with_stubs:
            old = old.filter(is_stub=False)
        return old.order_by("pk")


@transaction.atomic
def prune_topics(actor: Actor, pruning: Pruning, reason: str = "") -> Deed:
    """Whatever has been answered since somebody looked at the preview stays."""
    permissions.insist_on_administrator(actor)
    topics = list(pruning.topics().select_for_update(no_key=True)[:MOST])
    if not topics:
        raise Refused("No topic is as old as that any more. Nothing was changed.")
    counts.hold_forums({topic.forum_id for topic in topics})
    with recording.batch(actor, deeds.TOPICS_PRUNED, reason) as deed:
        deed.details = {
            "topics": "1 topic" if len(topics) == 1 else f"{len(topics):,} topics",
            "days": "1 day" if pruning.days == 1 else f"{pruning.days:,} days",
            "where": _where(pruning),
        }
        deed.change(*topics, removed_at=now(), removal_reason=reason[:LONGEST_REASON])
        deed.concerns(
            topic=[topic.pk for topic in topics],
            forum=[topic.forum_id for topic in topics],
            member=[topic.author_id for topic in topics],
        )
    return deed


def _where(pruning: Pruning) -> str:
    if pruning.forum_id is None:
        return ""
    return f" in “{Forum.objects.get(pk=pruning.forum_id).name}”"
