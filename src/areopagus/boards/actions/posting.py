"""Starting a topic and replying."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from areopagus.accounts.actions import count_post
from areopagus.accounts.actors import Actor
from areopagus.boards import events, ghosts, permissions, rendering
from areopagus.boards.actions import holding
from areopagus.boards.actions.drafts import Draft, Words, checked_title, checked_words, tidy_title
from areopagus.boards.actions.subscribing import subscribe_on_writing
from areopagus.boards.actions.writers import author_name, insist_on_patience, lock_author
from areopagus.boards.judging import Verdicts, Writing
from areopagus.boards.models import Forum, Post, Topic
from areopagus.core.clock import now
from areopagus.core.events import announce
from areopagus.core.prepared import Prepared, columns_of, given, made_from
from areopagus.core.prepared_writes import PreparedUpdate, inserted
from areopagus.core.verdict import NotFound

# Asked for every post that is written; to work them out anew takes longer than all that is written.
_SENT = Prepared(lambda: Post.objects.filter(submission=given("submission", str)).values_list("id"))
_TOPIC_FIELDS = columns_of(Topic)
_HELD_TOPIC = Prepared(
    lambda: (
        Topic.objects.select_for_update(no_key=True)
        .filter(pk=given("id", int))
        .values_list(*_TOPIC_FIELDS)
    )
)


def start_topic(actor: Actor, forum: Forum, draft: Draft) -> Topic:
    """Opens a topic with its first post. Refused or TooSoon says why not; nothing is half done.

    WaitsForApproval: it is taken, and a moderator looks at it first.
    """
    words, title = _checked(actor, draft), tidy_title(draft.title)
    verdicts = holding.judged(
        Writing(actor, "topic", forum.pk, words.source, draft.dialect, words.made, title=title),
        lambda: holding.hold_topic(actor, forum, draft, words),
    )
    return _once(actor, draft, lambda: _start_topic(actor, forum, draft, words, verdicts)).topic


def reply(actor: Actor, topic: Topic, draft: Draft) -> Post:
    """Adds a post to a topic. Refused or TooSoon says why not; WaitsForApproval as above."""
    words = _checked(actor, draft)
    verdicts = holding.judged(
        Writing(
            actor,
            "reply",
            topic.forum_id,
            words.source,
            draft.dialect,
            words.made,
            topic_id=topic.pk,
        ),
        lambda: holding.hold_reply(actor, topic, draft, words),
    )
    return _once(actor, draft, lambda: _reply(actor, topic, draft, words, verdicts))


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


def _start_topic(
    actor: Actor, forum: Forum, draft: Draft, words: Words, verdicts: Verdicts
) -> Post:
    last_post_at = lock_author(actor)
    if (sent := _already_sent(actor, draft)) is not None:
        return sent
    permissions.can_start_topic(actor, forum).insist()
    checked_title(draft.title)
    insist_on_patience(actor, last_post_at)
    post = publish_topic(actor, forum, draft, words)
    _tell_of(verdicts, post)
    return post


def publish_topic(actor: Actor, forum: Forum, draft: Draft, words: Words) -> Post:
    """Writes it, whatever was asked before. Call inside a transaction that holds the author."""
    title, at = checked_title(draft.title), now()
    topic = Topic.objects.create(
        forum=forum,
        title=title,
        author_id=actor.user_id,
        author_name=author_name(actor, draft),
        started_at=at,
        last_post_at=at,
    )
    post = _add_post(actor, topic, draft, words, at)
    Forum.objects.filter(pk=forum.pk).update(topic_count=F("topic_count") + 1)
    if draft.subscribe and not actor.is_guest:
        subscribe_on_writing(actor, topic)
    announce(events.TopicStarted(topic.pk, forum.pk, post.pk))
    return post


def _reply(actor: Actor, topic: Topic, draft: Draft, words: Words, verdicts: Verdicts) -> Post:
    last_post_at = lock_author(actor)
    if (sent := _already_sent(actor, draft)) is not None:
        return sent
    # Lock the topic before judging it: two replies at once must not take the same number, and a
    # moderator may have locked it a moment ago.
    if (row := _HELD_TOPIC.row(id=topic.pk)) is None:
        raise NotFound
    topic = made_from(Topic, _TOPIC_FIELDS, row)
    permissions.can_see_topic(actor, topic).insist()
    permissions.can_reply(actor, topic).insist()
    insist_on_patience(actor, last_post_at)
    post = publish_reply(actor, topic, draft, words)
    _tell_of(verdicts, post)
    return post


def publish_reply(actor: Actor, topic: Topic, draft: Draft, words: Words) -> Post:
    """The same for a reply; the topic is held as well."""
    post = _add_post(actor, topic, draft, words, now())
    if draft.subscribe and not actor.is_guest:
        subscribe_on_writing(actor, topic)
    return post


def _add_post(actor: Actor, topic: Topic, draft: Draft, words: Words, at: datetime) -> Post:
    name = author_name(actor, draft)
    post = Post(
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
    inserted(post)
    topic.last_number = post.number
    topic.post_count += 1
    topic.last_post = post
    topic.last_post_at = at
    if post.number == 1:
        topic.first_post = post
    _NOTE_POST.run(
        topic=topic.pk, number=post.number, posts=topic.post_count, first=topic.first_post_id,
        last=post.pk, at=at,
    )  # fmt: skip
    _COUNT_POST.run(forum=topic.forum_id, post=post.pk)
    if actor.user_id is not None:
        count_post(actor.user_id, actor.group, at)
    announce(events.PostPublished(post.pk, topic.pk, topic.forum_id))
    return post


_NOTE_POST = PreparedUpdate(
    lambda: Topic.objects.filter(pk=given("topic", int)),
    last_number=given("number", int),
    post_count=given("posts", int),
    first_post=given("first", int),
    last_post=given("last", int),
    last_post_at=given("at", datetime),
)
_COUNT_POST = PreparedUpdate(
    lambda: Forum.objects.filter(pk=given("forum", int)),
    post_count=F("post_count") + 1,
    last_post=given("post", int),
)


def _tell_of(verdicts: Verdicts, post: Post) -> None:
    if verdicts.all:
        announce(events.WritingFlagged(post.pk, verdicts.evidence))


def _already_sent(actor: Actor, draft: Draft) -> Post | None:
    """The post this very form made before. Never somebody else's."""
    if draft.submission is None or _SENT.row(submission=draft.submission.hex) is None:
        return None
    sent = Post.objects.select_related("topic").filter(submission=draft.submission)
    return sent.filter(author=actor.user_id).first()
