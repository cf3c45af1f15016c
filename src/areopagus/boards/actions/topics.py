"""What moderators do to topics as a whole. Each is one batch in the ledger and can be undone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from areopagus.accounts.actors import Actor, guest
from areopagus.boards import deeds, events, permissions
from areopagus.boards.actions.drafts import checked_title
from areopagus.boards.actions.selecting import (
    concern_topics,
    held_topics,
    named_topics,
    note_untouched,
)
from areopagus.boards.models import Forum, Post, Topic
from areopagus.boards.structure import places
from areopagus.core.clock import now
from areopagus.core.events import announce
from areopagus.core.ledger import recording
from areopagus.core.ledger.kinds import Kind
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import Refused

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class _Mark:
    """A moment of a topic that is set, or taken away; `state` is what it is called then."""

    kind: Kind
    field: str
    state: str
    is_set: bool


LOCKED = _Mark(deeds.TOPICS_LOCKED, "locked_at", "locked", is_set=True)
UNLOCKED = _Mark(deeds.TOPICS_UNLOCKED, "locked_at", "open", is_set=False)
PINNED = _Mark(deeds.TOPICS_PINNED, "pinned_at", "pinned", is_set=True)


def lock_topics(actor: Actor, topic_ids: Collection[int], reason: str = "") -> Deed:
    return _mark(actor, LOCKED, topic_ids, reason)


def unlock_topics(actor: Actor, topic_ids: Collection[int], reason: str = "") -> Deed:
    return _mark(actor, UNLOCKED, topic_ids, reason)


def pin_topics(actor: Actor, topic_ids: Collection[int], reason: str = "") -> Deed:
    return _mark(actor, PINNED, topic_ids, reason)


@transaction.atomic
def pin_topics_everywhere(actor: Actor, topic_ids: Collection[int], reason: str = "") -> Deed:
    """Above the topics of every forum, for whoever may read their own; in that they are pinned, too."""
    topics = held_topics(actor, topic_ids)
    permissions.can_pin_everywhere(actor).insist()
    others = [topic for topic in topics if topic.pinned_everywhere_at is None]
    with recording.batch(actor, deeds.TOPICS_PINNED_EVERYWHERE, reason) as deed:
        deed.details = {"topics": named_topics(others or topics)}
        at = now()
        deed.change_each(
            (topic, {"pinned_at": topic.pinned_at or at, "pinned_everywhere_at": at})
            for topic in others
        )
        concern_topics(deed, topics)
        _concern_every_forum(deed)
        note_untouched(deed, len(topics), len(others), "pinned in every forum")
        _note_who_reads(deed, others)
    return deed


@transaction.atomic
def unpin_topics(actor: Actor, topic_ids: Collection[int], reason: str = "") -> Deed:
    """In their forum, and in all others when they are pinned in every forum."""
    topics = held_topics(actor, topic_ids)
    pinned = [topic for topic in topics if topic.pinned_at or topic.pinned_everywhere_at]
    with recording.batch(actor, deeds.TOPICS_UNPINNED, reason) as deed:
        deed.details = {"topics": named_topics(pinned or topics)}
        if any(topic.pinned_everywhere_at for topic in pinned):
            permissions.can_pin_everywhere(actor).insist()
            _concern_every_forum(deed)
        deed.change(*pinned, pinned_at=None, pinned_everywhere_at=None)
        concern_topics(deed, topics)
        note_untouched(deed, len(topics), len(pinned), "not pinned")
    return deed


@transaction.atomic
def remove_topics(actor: Actor, topic_ids: Collection[int], reason: str = "") -> Deed:
    """Takes topics away from readers, who are told the reason; their posts stay as they are."""
    topics = held_topics(actor, topic_ids, with_stubs=True)
    _insist_on_power_over(actor, topics)
    standing = [topic for topic in topics if topic.removed_at is None]
    with recording.batch(actor, deeds.TOPICS_REMOVED, reason) as deed:
        deed.details = {"topics": named_topics(standing or topics)}
        deed.change(*standing, removed_at=now(), removal_reason=reason[:LONGEST_REASON])
        concern_topics(deed, topics)
        note_untouched(deed, len(topics), len(standing), "removed")
        for topic in standing:
            announce(events.TopicRemoved(topic.pk, topic.forum_id))
        posts = sum(topic.post_count for topic in standing)
        if posts:
            deed.notes.append(f"Readers will no longer find the {_posts(posts)} in them.")
    return deed


@transaction.atomic
def restore_topics(actor: Actor, topic_ids: Collection[int], reason: str = "") -> Deed:
    topics = held_topics(actor, topic_ids, with_stubs=True)
    _insist_on_power_over(actor, topics)
    removed = [topic for topic in topics if topic.removed_at is not None]
    with recording.batch(actor, deeds.TOPICS_RESTORED, reason) as deed:
        deed.details = {"topics": named_topics(removed or topics)}
        deed.change(*removed, removed_at=None, removal_reason="")
        concern_topics(deed, topics)
        note_untouched(deed, len(topics), len(removed), "there")
    return deed


@transaction.atomic
def rename_topic(actor: Actor, topic_id: int, title: str, reason: str = "") -> Deed:
    """The stubs that lead to it are renamed with it."""
    (topic,) = held_topics(actor, [topic_id])
    _insist_on_power_over(actor, [topic], only_first_posts=True)
    title, old = checked_title(title), topic.title
    with recording.batch(actor, deeds.TOPIC_RENAMED, reason) as deed:
        deed.details = {"old": f"“{old}”", "new": f"“{title}”"}
        stubs = list(topic.stubs.select_for_update(no_key=True).order_by("pk"))
        deed.change(topic, *stubs, title=title)
        concern_topics(deed, [topic, *stubs])
    return deed


@transaction.atomic
def move_topics(
    actor: Actor,
    topic_ids: Collection[int],
    forum_id: int,
    reason: str = "",
    *,
    leave_stubs: bool = False,
    stub_days: int | None = None,
) -> Deed:
    """Into another forum. A stub left behind leads there, for ever or for so many days."""
    topics = held_topics(actor, topic_ids, to_forum=forum_id)
    forum = target_forum(actor, forum_id)
    leaving = [topic for topic in topics if topic.forum_id != forum.pk]
    with recording.batch(actor, deeds.TOPICS_MOVED, reason) as deed:
        deed.details = {"topics": named_topics(leaving or topics), "forum": forum.name}
        concern_topics(deed, topics)
        deed.concerns(forum=[forum.pk])
        if leave_stubs:
            deed.made(*Topic.objects.bulk_create(_stub(topic, stub_days) for topic in leaving))
        # A stub would lead to what stands beside it.
        waiting = Topic.objects.filter(forum=forum, is_stub=True, moved_to__in=leaving)
        deed.take(*waiting.select_for_update(no_key=True).order_by("pk"))
        deed.change(*leaving, forum=forum)
        note_untouched(deed, len(topics), len(leaving), f"in {forum.name}")
        _note_what_moving_does(deed, forum, leave_stubs=leave_stubs, days=stub_days)
    return deed


def target_forum(actor: Actor, forum_id: int) -> Forum:
    """Where this moderator may bring topics: wherever they could have started them.

    A forum they cannot see looks absent.
    """
    forum = permissions.visible_forums(actor).filter(pk=forum_id).first()
    if forum is None:
        raise Refused("Choose a forum that is there.")
    permissions.can_start_topic(actor, forum).insist()
    return forum


@transaction.atomic
def _mark(actor: Actor, mark: _Mark, topic_ids: Collection[int], reason: str) -> Deed:
    topics = held_topics(actor, topic_ids)
    # What is marked already keeps the moment since when.
    others = [topic for topic in topics if (getattr(topic, mark.field) is None) == mark.is_set]
    values = {mark.field: now() if mark.is_set else None}
    with recording.batch(actor, mark.kind, reason) as deed:
        deed.details = {"topics": named_topics(others or topics)}
        deed.change(*others, **values)
        concern_topics(deed, topics)
        note_untouched(deed, len(topics), len(others), mark.state)
    return deed


def _concern_every_forum(deed: Deed) -> None:
    """Whoever takes it back must moderate all of them, too."""
    deed.concerns(forum=[place.forum_id for place in places() if not place.link])


def _note_who_reads(deed: Deed, topics: Collection[Topic]) -> None:
    for name in sorted({topic.forum.name for topic in topics}):
        forum_id = next(topic.forum_id for topic in topics if topic.forum.name == name)
        if not permissions.access_in(guest(), forum_id).read:
            deed.notes.append(f"Who cannot read {name} will not see what stands there.")


def _insist_on_power_over(
    actor: Actor, topics: Collection[Topic], *, only_first_posts: bool = False
) -> None:
    """The moderators' rule: never over what an administrator wrote."""
    if actor.is_administrator:
        return
    written = Post.objects.filter(topic__in=topics).by_administrators().select_related("topic")
    if only_first_posts:
        written = written.filter(number=1)
    if (post := written.first()) is not None:
        raise Refused(
            f"An administrator has written in “{post.topic.title}”; only administrators do this to it."
        )


def _stub(topic: Topic, days: int | None) -> Topic:
    return Topic(
        forum_id=topic.forum_id,
        title=topic.title,
        author_id=topic.author_id,
        author_name=topic.author_name,
        started_at=topic.started_at,
        last_post_at=topic.last_post_at,
        is_stub=True,
        moved_to=topic,
        stub_until=now() + timedelta(days=days) if days else None,
    )


def _note_what_moving_does(
    deed: Deed, forum: Forum, *, leave_stubs: bool, days: int | None
) -> None:
    if leave_stubs:
        how_long = f"for {days} {'day' if days == 1 else 'days'}" if days else "for good"
        deed.notes.append(f"A link to each stays in the forum it leaves, {how_long}.")
    else:
        deed.notes.append("No link stays behind; the topics keep their addresses.")
    if not permissions.access_in(guest(), forum.pk).read:
        deed.notes.append(f"Guests cannot read {forum.name}: they will find the topics no longer.")


def _posts(count: int) -> str:
    return "1 post" if count == 1 else f"{count:,} posts"
