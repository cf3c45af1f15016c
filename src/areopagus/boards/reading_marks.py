"""How far members have read, gathered in memory and written together: no write per request.

A topic is unread when something stands in it that is newer than `User.read_before` and behind the
member's mark. After HORIZON everything counts as read, so that the table stays small.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.boards.events import ReadingTakenBack, TopicsRead
from areopagus.boards.models import (
    ForumSubscription,
    Level,
    Post,
    ReadMark,
    Topic,
    TopicSubscription,
)
from areopagus.boards.querysets import TopicQuerySet
from areopagus.core.clock import now
from areopagus.core.events import announce
from areopagus.core.prepared import Prepared, given, given_list
from areopagus.core.tally import Tally

HORIZON = timedelta(days=60)
# So short that whoever goes back to the list finds the topic read.
SECONDS = 1.0
# Higher than the number of any post.
BEHIND_ALL = 2**31 - 1
Mark = tuple[int, int]


def note(actor: Actor, topic_id: int, number: int) -> None:
    """The member has read the topic up to this number."""
    if actor.user_id is not None:
        _marks.note((actor.user_id, topic_id), number)


def read_before(user: User) -> datetime:
    """What was written before this moment counts as read."""
    said = user.read_before or user.last_visit_at or user.registered_at
    return max(said, now() - HORIZON)


def marks_of(actor: Actor, topic_ids: Collection[int]) -> dict[int, int]:
    """How far the member has read in each of these topics. One query."""
    user_id = actor.member_id
    rows = ReadMark.objects.filter(user=user_id, topic__in=topic_ids)
    found = dict(rows.values_list("topic", "number"))
    return _with_pending(user_id, topic_ids, found)


def readers_of(post: Post, users: Collection[User]) -> set[int]:
    """Who of these has read it, or has said so of everything. One query.

    What the last visit says of whoever has never read anything here is a guess, by which nobody is left untold.
    """
    ids = [user.pk for user in users]
    found = {pk for (pk,) in _HAVE_READ.rows(topic=post.topic_id, number=post.number, users=ids)}
    for user in users:
        pending = _marks.pending((user.pk, post.topic_id))
        has_read_all = user.read_before is not None and user.read_before >= post.posted_at
        if has_read_all or (pending is not None and pending >= post.number):
            found.add(user.pk)
    return found


# Asked for each post that somebody is told of.
_HAVE_READ = Prepared(
    lambda: ReadMark.objects.filter(
        topic=given("topic", int),
        number__gte=given("number", int),
        user__in=given_list("users", int),
    ).values_list("user_id")
)


def _with_pending(
    user_id: int, topic_ids: Collection[int], found: dict[int, int]
) -> dict[int, int]:
    for topic_id in topic_ids:
        # What this process has not written yet.
        if (number := _marks.pending((user_id, topic_id))) is not None:
            found[topic_id] = max(number, found.get(topic_id, 0))
    return found


def marks_or_muted(actor: Actor, topic_ids: Collection[int]) -> dict[int, int]:
    """The same for a list, in which nothing of what is muted is new. Also one query."""
    user_id = actor.member_id
    rows = _IN_LIST.rows(user=user_id, topics=topic_ids)
    return _with_pending(user_id, topic_ids, {pk: number for pk, number in rows if number})


def _marks_in_list() -> QuerySet[Topic, tuple[Any, ...]]:
    user = given("user", int)
    mark = ReadMark.objects.filter(user=user, topic=OuterRef("pk")).values("number")
    muted = When(_is_muted(user), then=Value(BEHIND_ALL))
    number = Case(muted, default=Subquery(mark), output_field=IntegerField())
    topics = Topic.objects.filter(pk__in=given_list("topics", int))
    return topics.order_by().values_list("pk", number)


# Each list of each member asks it.
_IN_LIST = Prepared(_marks_in_list)


def unread(actor: Actor, topics: TopicQuerySet) -> TopicQuerySet:
    """Those of `topics` in which the member has not read everything."""
    if actor.user is None:
        return topics.none()
    return _without_mark(topics, actor.user_id, read_before(actor.user))


def without_muted(topics: TopicQuerySet, user: Any) -> TopicQuerySet:
    return topics.exclude(_is_muted(user))


def _is_muted(user: Any) -> Q:
    """Of a topic: `user` has muted it, or its forum and does not follow the topic itself.

    The lists of what somebody has muted are short; they are made once, not asked at each topic.
    """
    mine = TopicSubscription.objects.filter(user=user)
    forums = ForumSubscription.objects.filter(user=user, level=Level.MUTED)
    return Q(pk__in=mine.filter(level=Level.MUTED).values("topic")) | (
        Q(forum__in=forums.values("forum"))
        & ~Q(pk__in=mine.filter(level__gt=Level.MUTED).values("topic"))
    )


def forums_with_unread(user: User) -> set[int]:
    """Also those the member may not see. One query, worked out once: the index asks it each time."""
    return {row[0] for row in _FORUMS.rows(user=user.pk, since=read_before(user))}


def _without_mark(topics: TopicQuerySet, user: Any, since: Any) -> TopicQuerySet:
    read = ReadMark.objects.filter(
        user=user, topic=OuterRef("pk"), number__gte=OuterRef("last_number")
    )
    newer = topics.filter(~Exists(read), last_post_at__gt=since, is_stub=False)
    return without_muted(newer, user)


_FORUMS = Prepared(
    lambda: (
        _without_mark(Topic.objects.standing(), given("user", int), given("since", datetime))
        .order_by()
        .values_list("forum_id")
        .distinct()
    )
)


def forget_old() -> None:
    """Marks that say nothing any more, because their topics count as read anyway."""
    ReadMark.objects.filter(topic__last_post_at__lt=now() - HORIZON).delete()


def take_back(actor: Actor, passed_at: datetime) -> None:
    """Marks set at that moment stand where they stood; not those that went further since."""
    passed = ReadMark.objects.filter(user=actor.member_id, passed_at=passed_at)
    passed.filter(passed_from=0).delete()
    passed.update(number=F("passed_from"), passed_at=None)
    announce(ReadingTakenBack(actor.member_id, passed_at))


def store(rows: dict[Mark, int], passed_at: datetime | None = None) -> None:
    """A mark only goes forward. In one order, so that no two processes wait for each other.

    With `passed_at`, `take_back` can undo it.
    """
    users = {user_id for user_id, _ in rows}
    known = {
        (mark.user_id, mark.topic_id): mark
        for mark in ReadMark.objects.filter(user__in=users, topic__in={t for _, t in rows})
    }
    standing = set(Topic.objects.filter(pk__in={t for _, t in rows}).values_list("pk", flat=True))
    there = set(User.objects.filter(pk__in=users).values_list("pk", flat=True))
    marks = [
        ReadMark(
            user_id=user_id,
            topic_id=topic_id,
            number=number,
            passed_at=passed_at,
            passed_from=mark.number if mark else 0,
        )
        for (user_id, topic_id), number in sorted(rows.items())
        if topic_id in standing
        and user_id in there
        and ((mark := known.get((user_id, topic_id))) is None or mark.number < number)
    ]
    ReadMark.objects.bulk_create(
        marks,
        update_conflicts=True,
        unique_fields=["user", "topic"],
        update_fields=["number", "passed_at", "passed_from"],
        batch_size=500,
    )
    announce(TopicsRead(rows, passed_at or now()))
    # From now on it is known exactly what they have read; until now their last visit had to do.
    User.objects.filter(pk__in=users, read_before=None).update(
        read_before=Coalesce(F("last_visit_at"), F("registered_at"))
    )


_marks: Tally[Mark, int] = Tally(store, max, SECONDS)
write_now = _marks.write
