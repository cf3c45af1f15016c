"""Whom a post concerns, by which channels, and whether they have read what they were told before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db.models import Exists, Max, OuterRef, Q

from areopagus.accounts.models import User
from areopagus.accounts.notices import Kind
from areopagus.boards import reading_marks
from areopagus.boards.models import Level, Post
from areopagus.core.prepared import Prepared, given, given_list
from areopagus.notifications import naming, permissions, watching
from areopagus.notifications.channels import DAILY, NOW, WEEKLY
from areopagus.notifications.kinds import MENTION, QUOTE, REPLY, TOPIC
from areopagus.notifications.models import Notice
from areopagus.notifications.writing import Wanted, write

FOLLOWING = (TOPIC.key, REPLY.key)


@dataclass(slots=True)
class Reader:
    """`kinds` are the reasons to tell them. Who follows quietly is told of what is for all on the board only."""

    user: User
    kinds: list[Kind] = field(default_factory=list)
    is_quiet: bool = False

    @property
    def is_named(self) -> bool:
        return any(kind.key not in FOLLOWING for kind in self.kinds)


def make_notices(post: Post) -> list[int]:
    """A notice for everybody who is to be told; the numbers of those that go by mail at once."""
    levels = watching.levels_of(post)
    readers = _followers(post, levels) if levels else {}
    return _tell(post, _with_named(post, readers))


def make_notices_of_edit(post: Post) -> list[int]:
    """For whom it names, and was not told: an edit may name somebody who was not named before."""
    return _tell(post, _with_named(post, {}))


def _followers(post: Post, levels: Mapping[int, Level]) -> dict[int, Reader]:
    kind = TOPIC if post.number == 1 else REPLY
    return {
        user.pk: Reader(user, [kind], is_quiet=levels.get(user.pk) == Level.FOLLOWED)
        for user in watching.followers(post).select_related("group").order_by("pk")
    }


def _with_named(post: Post, readers: dict[int, Reader]) -> dict[int, Reader]:
    named = naming.named(post)
    muted = watching.who_muted(post, [user.pk for user, _ in named]) if named else set()
    for user, kind in named:
        # Who has muted a topic is still spoken to by name; what is quoted there is what they muted.
        if kind == MENTION or user.pk not in muted:
            readers.setdefault(user.pk, Reader(user)).kinds.insert(0, kind)
    return readers


def _tell(post: Post, readers: dict[int, Reader]) -> list[int]:
    found = [r for r in readers.values() if permissions.can_be_told_of(r.user, post)]
    if not found:
        return []
    history = History(post, found)
    have_read = reading_marks.readers_of(post, [reader.user for reader in found])
    wanted = [history.wanted(reader) for reader in found if reader.user.pk not in have_read]
    made = write(wanted)
    return [notice.pk for notice in made if notice.mail == NOW]


class History:
    """What these members were told of the topic before. Four queries."""

    def __init__(self, post: Post, readers: Collection[Reader]) -> None:
        self.post, self.readers = post, readers

    def wanted(self, reader: Reader) -> Wanted:
        """The kinds that are about following wait for what was told before to be read."""
        following = frozenset(kind.key for kind in reader.kinds if kind.key in FOLLOWING)
        has_some = reader.user.pk in self.unread
        return Wanted(
            reader.user,
            reader.kinds,
            post=self.post,
            stands_already=following if has_some else frozenset(),
            board_only=following if reader.is_quiet else frozenset(),
            may_mail=self._may_mail(reader.user, following),
        )

    @cached_property
    def unread(self) -> set[int]:
        """Who has a notice of the topic that they have not read."""
        ids = [reader.user.pk for reader in self.readers]
        told = {"users": ids, "topic": self.post.topic_id}
        rows = [*_UNREAD.rows(**told), *_WAITING.rows(**told)]
        return {user_id for user_id, kind in rows if kind in FOLLOWING}

    @cached_property
    def told(self) -> Mapping[int, datetime]:
        """When those who are named were last sent a mail about the topic, unless they were here since."""
        named = [reader.user for reader in self.readers if reader.is_named]
        if not named:
            return {}
        ids, since = [user.pk for user in named], min(map(_seen, named))
        rows = _TOLD.rows(users=ids, topic=self.post.topic_id, but=self.post.pk, since=since)
        return dict(rows)

    @cached_property
    def previous(self) -> datetime | None:
        """When the topic was written in before."""
        before = Post.objects.standing().filter(
            topic=self.post.topic_id, number__lt=self.post.number
        )
        return before.order_by("-number").values_list("posted_at", flat=True).first()

    def _may_mail(self, user: User, following: Collection[str]) -> frozenset[str]:
        """The kinds of which they may be sent a mail at once.

        As in FluxBB: who follows and has not been here since the post before this one knows already.
        Who is named is not told again of the topic before they were here.
        """
        seen, kinds = _seen(user), set()
        if following and (self.previous is None or seen > self.previous):
            kinds |= set(FOLLOWING)
        if user.pk not in self.told or seen > self.told[user.pk]:
            kinds |= {MENTION.key, QUOTE.key}
        return frozenset(kinds)


def _seen(user: User) -> datetime:
    return user.last_seen_at or user.registered_at


# Prepared, because all of it is asked for every post that somebody is told of. By way of the notices that
# a reader has not read or been sent, which are few: a topic may have a hundred thousand posts.
_OF_TOPIC = Exists(Post.objects.filter(pk=OuterRef("post"), topic=given("topic", int)))
_NOT_READ = Q(_OF_TOPIC, user__in=given_list("users", int), read_at=None)
_UNREAD = Prepared(
    lambda: Notice.objects.filter(_NOT_READ, on_board=True).values_list("user_id", "kind")
)
_WAITING = Prepared(
    lambda: Notice.objects.filter(
        _NOT_READ, ended_at=None, mail__in=(NOW, DAILY, WEEKLY)
    ).values_list("user_id", "kind")
)
_TOLD = Prepared(
    lambda: (
        Notice.objects.filter(
            _OF_TOPIC,
            user__in=given_list("users", int),
            made_at__gte=given("since", datetime),
            mail=NOW,
        )
        .exclude(post=given("but", int))
        .order_by()
        .values("user")
        .annotate(last=Max("made_at"))
        .values_list("user", "last")
    )
)
