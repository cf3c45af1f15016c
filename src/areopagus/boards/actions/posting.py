"""Starting a topic and replying."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from areopagus.accounts import bans, names
from areopagus.accounts.actions import count_post
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.accounts.options import NAME_MAX, NAME_MIN
from areopagus.accounts.taken_names import is_taken
from areopagus.boards import events, ghosts, options, permissions, rendering
from areopagus.boards.actions.drafts import Draft, Words, checked_title, checked_words
from areopagus.boards.actions.subscribing import subscribe_to_topic
from areopagus.boards.models import Forum, Post, Topic
from areopagus.core.clock import now
from areopagus.core.events import announce
from areopagus.core.verdict import Refused, TooSoon


def start_topic(actor: Actor, forum: Forum, draft: Draft) -> Topic:
    """Opens a topic with its first post. Refused or TooSoon says why not; nothing is half done."""
    words = _checked(actor, draft)
    return _once(actor, draft, lambda: _start_topic(actor, forum, draft, words)).topic


def reply(actor: Actor, topic: Topic, draft: Draft) -> Post:
    """Adds a post to a topic. Refused or TooSoon says why not."""
    words = _checked(actor, draft)
    return _once(actor, draft, lambda: _reply(actor, topic, draft, words))


def _checked(actor: Actor, draft: Draft) -> Words:
    return checked_words(actor, draft.source, draft.dialect, with_smilies=draft.with_smilies)


def _once(actor: Actor, draft: Draft, deed: Callable[[], Post]) -> Post:
    """Does the deed, unless this very form has done it: a double click or a re-sent form."""
    try:
        with transaction.atomic():
            return deed()
    except IntegrityError:
        # The same form was sent twice at the same moment, and the other one was first.
        sent = _already_sent(actor, draft)
        if sent is None:
            raise
        return sent


def _start_topic(actor: Actor, forum: Forum, draft: Draft, words: Words) -> Post:
    last_post_at = _lock_author(actor)
    if (sent := _already_sent(actor, draft)) is not None:
        return sent
    permissions.can_start_topic(actor, forum).insist()
    title = checked_title(draft.title)
    _insist_on_patience(actor, last_post_at)

    at = now()
    topic = Topic.objects.create(
        forum=forum,
        title=title,
        author_id=actor.user_id,
        author_name=_author_name(actor, draft),
        started_at=at,
        last_post_at=at,
    )
    post = _add_post(actor, topic, draft, words, at)
    Forum.objects.filter(pk=forum.pk).update(topic_count=F("topic_count") + 1)
    if draft.subscribe and not actor.is_guest:
        subscribe_to_topic(actor, topic)
    announce(events.TopicStarted(topic.pk, forum.pk, post.pk))
    return post


def _reply(actor: Actor, topic: Topic, draft: Draft, words: Words) -> Post:
    last_post_at = _lock_author(actor)
    if (sent := _already_sent(actor, draft)) is not None:
        return sent
    # Lock the topic before judging it: two replies at once must not take the same number, and a
    # moderator may have locked it a moment ago.
    topic = Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
    permissions.can_see_topic(actor, topic).insist()
    permissions.can_reply(actor, topic).insist()
    _insist_on_patience(actor, last_post_at)

    post = _add_post(actor, topic, draft, words, now())
    if draft.subscribe and not actor.is_guest:
        subscribe_to_topic(actor, topic)
    return post


def _add_post(actor: Actor, topic: Topic, draft: Draft, words: Words, at: datetime) -> Post:
    name = _author_name(actor, draft)
    post = Post.objects.create(
        topic=topic,
        number=topic.last_number + 1,
        author_id=actor.user_id,
        ghost=ghosts.count_guest_post(name, at) if actor.is_guest else None,
        author_name=name,
        author_mail=draft.guest_mail if actor.is_guest else "",
        author_address=actor.address,
        posted_at=at,
        source=words.source,
        markup=draft.dialect,
        html=words.made.html,
        html_version=rendering.VERSION,
        with_smilies=draft.with_smilies,
        submission=draft.submission,
    )
    topic.last_number = post.number
    topic.post_count += 1
    topic.last_post = post
    topic.last_post_at = at
    if post.number == 1:
        topic.first_post = post
    topic.save(
        update_fields=["last_number", "post_count", "first_post", "last_post", "last_post_at"]
    )
    Forum.objects.filter(pk=topic.forum_id).update(post_count=F("post_count") + 1, last_post=post)
    if actor.user_id is not None:
        count_post(actor.user_id, actor.group, at)
    announce(events.PostPublished(post.pk, topic.pk, topic.forum_id))
    return post


def _already_sent(actor: Actor, draft: Draft) -> Post | None:
    """The post this very form made before. Never somebody else's."""
    if draft.submission is None:
        return None
    return (
        Post.objects.select_related("topic")
        .filter(submission=draft.submission, author=actor.user_id)
        .first()
    )


def _lock_author(actor: Actor) -> datetime | None:
    """When the author last posted; holds their row, so that two posts at once cannot both pass."""
    if actor.user_id is not None:
        return (
            User.objects.select_for_update(no_key=True)
            .values_list("last_post_at", flat=True)
            .get(pk=actor.user_id)
        )
    if not actor.address:
        return None
    return (
        Post.objects.filter(author=None, author_address=actor.address)
        .order_by("-id")
        .values_list("posted_at", flat=True)
        .first()
    )


def _insist_on_patience(actor: Actor, last_post_at: datetime | None) -> None:
    interval = timedelta(seconds=actor.group.post_interval)
    if last_post_at is None or actor.is_staff or not interval:
        return
    left = (last_post_at + interval - now()).total_seconds()
    if left > 0:
        wait = int(left) + 1
        raise TooSoon(
            f"Between two posts there must be {actor.group.post_interval} seconds; "
            f"please try again in {wait}.",
            wait,
        )


def _author_name(actor: Actor, draft: Draft) -> str:
    if not actor.is_guest:
        return actor.name
    name = names.tidy(draft.guest_name)
    shortest, longest = NAME_MIN.get(), NAME_MAX.get()
    if not shortest <= len(name) <= longest:
        raise Refused(f"Please give a name of {shortest} to {longest} characters.")
    if is_taken(name):
        raise Refused("That name, or one that looks like it, belongs to a member.")
    if (ban := bans.of_name(name)) is not None:
        raise Refused(ban.message or "Nobody may have this name here.")
    if options.GUEST_MAIL_REQUIRED.get() and not draft.guest_mail:
        raise Refused("Please give your mail address; it is not shown.")
    return name
