"""What was decided about a member, as they read it themselves; and the appeals staff answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.boards.models import Post, Topic
from areopagus.boards.permissions import access
from areopagus.boards.words import shown_title
from areopagus.core.ledger.models import Batch, Change, Subject
from areopagus.core.ledger.tables import retold
from areopagus.core.ledger.undone import undone_among
from areopagus.core.paging import Pager, page_count
from areopagus.core.verdict import NotFound, Verdict
from areopagus.moderation import options, permissions
from areopagus.moderation.models import Appeal, MemberWarning

DECISIONS_PER_PAGE = 20
APPEALS_PER_PAGE = 30
THINGS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Decision:
    """`words` is what they were told with it; `things` what it was about, such as "Post #3 in “Rockets”"."""

    batch: Batch
    what: str
    who: str
    words: str
    until: datetime | None
    things: Sequence[str]
    more: int
    taken_back_at: datetime | None
    appeal: Appeal | None
    url: str


@dataclass(frozen=True, slots=True)
class DecisionsPage:
    decisions: Sequence[Decision]
    pages: Pager
    has_warning: bool


@dataclass(frozen=True, slots=True)
class AppealPage:
    """A decision, and whether its member may appeal."""

    decision: Decision
    may_appeal: Verdict


@dataclass(frozen=True, slots=True)
class AppealsPage:
    appeals: Sequence[Appeal]
    pages: Pager
    shows_answered: bool


@dataclass(frozen=True, slots=True)
class AnswerPage:
    appeal: Appeal
    may_answer: Verdict
    is_own_decision: bool


def decisions_page(actor: Actor, number: int = 1) -> DecisionsPage:
    """Newest first. Eight queries, one more for each time something was undone."""
    found = permissions.decisions_about(actor)
    pages = Pager(number, page_count(found.count(), DECISIONS_PER_PAGE), "/settings/decisions/")
    rows = list(_page_of(found.order_by("-pk"), pages, DECISIONS_PER_PAGE))
    user = actor.user
    return DecisionsPage(
        _decisions(actor, rows), pages, has_warning=user is not None and user.warned_at is not None
    )


def appeal_page(actor: Actor, batch_id: int) -> AppealPage:
    batch = permissions.decisions_about(actor).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound
    return AppealPage(_decisions(actor, [batch])[0], permissions.can_appeal(actor, batch))


def open_appeal_count(actor: Actor) -> int:
    return permissions.visible_appeals(actor).filter(answered_at=None).count()


def appeals_page(actor: Actor, number: int = 1, *, answered: bool = False) -> AppealsPage:
    """Open ones, oldest first; answered ones, newest first. Two queries."""
    found = permissions.visible_appeals(actor).filter(answered_at__isnull=not answered)
    base = "/moderation/appeals/answered/" if answered else "/moderation/appeals/"
    pages = Pager(number, page_count(found.count(), APPEALS_PER_PAGE), base)
    ordered = found.select_related("batch", "member").order_by(
        "-answered_at" if answered else "made_at", "pk"
    )
    return AppealsPage(list(_page_of(ordered, pages, APPEALS_PER_PAGE)), pages, answered)


def answer_page(actor: Actor, appeal_id: int) -> AnswerPage:
    found = permissions.visible_appeals(actor).select_related("batch__undoes", "member")
    appeal = found.filter(pk=appeal_id).first()
    if appeal is None:
        raise NotFound
    return AnswerPage(
        appeal, permissions.can_answer(actor, appeal), appeal.batch.actor_id == actor.user_id
    )


def _page_of(rows: QuerySet[Any], pages: Pager, size: int) -> QuerySet[Any]:
    if not 1 <= pages.number <= pages.count:
        raise NotFound
    start = (pages.number - 1) * size
    return rows[start : start + size]


def _decisions(actor: Actor, batches: Sequence[Batch]) -> list[Decision]:
    things, told = _things(actor, batches), _told(actor, batches)
    undone = _undone(actor, batches)
    appeals = {
        a.batch_id: a for a in Appeal.objects.filter(batch__in=batches, member=actor.member_id)
    }
    return [
        Decision(
            batch=batch,
            what=batch.kind_of_deed.tells,
            who=_who(batch),
            words=told[batch.pk][0],
            until=told[batch.pk][1],
            things=things[batch.pk][:THINGS_SHOWN],
            more=max(0, len(things[batch.pk]) - THINGS_SHOWN),
            taken_back_at=undone.get(batch.pk),
            appeal=appeals.get(batch.pk),
            url=f"/settings/decisions/{batch.pk}/",
        )
        for batch in batches
    ]


def _who(batch: Batch) -> str:
    """A rule by its name; staff by theirs only when the board says so."""
    if batch.is_automatic:
        return f"the rule “{batch.actor_name}”"
    return batch.actor_name if options.NAMES_MODERATORS.get() else "staff"


def _things(actor: Actor, batches: Sequence[Batch]) -> Mapping[int, list[str]]:
    """What of theirs each was about, as far as they may still read its forum."""
    about: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    subjects = Subject.objects.filter(batch__in=batches, name__in=("post", "topic"))
    for name, batch_id, pk in subjects.values_list("name", "batch", "subject_id"):
        about[name].append((batch_id, pk))
    mine = {"author": actor.member_id}
    posts = Post.objects.filter(**mine, topic__forum__in=access(actor)).select_related("topic")
    topics = Topic.objects.filter(**mine, forum__in=access(actor))
    post_ids, topic_ids = ({pk for _, pk in about[name]} for name in ("post", "topic"))
    called = {
        ("post", p.pk): f"Post #{p.number} in “{shown_title(p.topic.title)}”"
        for p in posts.filter(pk__in=post_ids)
    }
    called |= {
        ("topic", t.pk): f"“{shown_title(t.title)}”" for t in topics.filter(pk__in=topic_ids)
    }
    things: defaultdict[int, list[str]] = defaultdict(list)
    for name in ("post", "topic"):
        for batch_id, pk in sorted(about[name]):
            # A post of theirs names its topic already.
            if (name, pk) in called and (name == "post" or not things[batch_id]):
                things[batch_id].append(called[name, pk])
    return things


def _told(actor: Actor, batches: Sequence[Batch]) -> Mapping[int, tuple[str, datetime | None]]:
    """The words that came with each, and until when it lasts: taken from what the ledger keeps."""
    told: defaultdict[int, tuple[str, datetime | None]] = defaultdict(lambda: ("", None))
    changes = Change.objects.filter(batch__in=batches)
    member, warning = User._meta.label_lower, MemberWarning._meta.label_lower
    for change in changes.filter(table=member, row_id=str(actor.member_id)).order_by("pk"):
        after = retold(User, change.after or {})
        ban, silence = after.get("banned_until"), after.get("silenced_until")
        told[change.batch_id] = after.get("ban_message", ""), ban or silence
    for change in changes.filter(table=warning):
        after = retold(MemberWarning, change.after or {})
        told[change.batch_id] = after.get("message", ""), after.get("expires_at")
    return told


def _undone(actor: Actor, batches: Sequence[Batch]) -> dict[int, datetime]:
    """When each was taken back, for this member at least; not what was done again since."""
    undoing = Batch.objects.filter(undoes__in=undone_among(batches))
    mine = Subject.objects.filter(name="member", subject_id=actor.member_id).values("batch")
    parts = list(Batch.objects.filter(undoes_part_of__in=batches, pk__in=mine))
    done_again = undone_among(parts)
    found = {part.undoes_part_of_id or 0: part.at for part in parts if part.pk not in done_again}
    return found | {batch.undoes_id or 0: batch.at for batch in undoing}
