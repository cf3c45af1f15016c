"""Whoever reads everything has few marks all the same.

A mark says of one topic what `User.read_before` says of all at once. Up to the first thing that a member
has not read, the moment says it all, and the marks of topics that ended before it go.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce

from areopagus.accounts import actors
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.boards import permissions, reading_marks
from areopagus.boards.models import Post, ReadMark
from areopagus.core.clock import now

# Fewer are left as they are.
MANY = 1_000
# What happened since may still be on its way, or be undone.
SETTLED = timedelta(minutes=5)
JUST_BEFORE = timedelta(microseconds=1)


def keep_few() -> None:
    """Each night, for whoever has many."""
    counted = ReadMark.objects.order_by().values("user").annotate(count=Count("pk"))
    for user_id in list(counted.filter(count__gt=MANY).values_list("user", flat=True)):
        say_it_all_at_once(user_id)


@transaction.atomic
def say_it_all_at_once(user_id: int) -> None:
    """What was read and what was not stays so, as far as the member may see it today."""
    held = User.objects.select_for_update(of=("self",), no_key=True).select_related("group")
    user = held.get(pk=user_id)
    marks, settled = ReadMark.objects.filter(user=user), now() - SETTLED
    since = reading_marks.read_before(user)
    moment = min(_first_unread(actors.member(user), since) - JUST_BEFORE, settled)
    if moment <= since or marks.filter(passed_at__gt=settled).exists():
        return
    User.objects.filter(pk=user_id).update(read_before=moment)
    marks.filter(topic__last_post_at__lte=moment).delete()


def _first_unread(actor: Actor, since: datetime) -> datetime:
    """When the oldest post was written that they may read and have not; now, when there is none."""
    topics = reading_marks.unread(actor, permissions.visible_topics(actor)).order_by()
    mark = ReadMark.objects.filter(user=actor.member_id, topic=OuterRef("topic"))
    posts = Post.objects.standing().filter(topic__in=topics.values("pk"), posted_at__gt=since)
    new = posts.filter(number__gt=Coalesce(Subquery(mark.values("number")), 0))
    first: datetime | None = new.order_by().aggregate(first=Min(F("posted_at")))["first"]
    return first or now()
