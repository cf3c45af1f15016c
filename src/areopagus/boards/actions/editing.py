"""Changing and taking back what was posted. Every earlier text is kept; a removed post leaves its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from areopagus.accounts.actors import Actor
from areopagus.boards import counts, deeds, events, permissions, pinned_everywhere, rendering
from areopagus.boards.actions import holding
from areopagus.boards.actions.drafts import (
    Draft,
    Words,
    checked_title,
    checked_words,
    tidy_title,
)
from areopagus.boards.actions.removing import remove_posts
from areopagus.boards.actions.selecting import concern_posts, concern_topics, named_posts
from areopagus.boards.actions.topics import remove_topics
from areopagus.boards.judging import Verdicts, Writing
from areopagus.boards.models import HeldWriting, Post, PostRevision, Topic
from areopagus.core.clock import now
from areopagus.core.events import announce
from areopagus.core.ledger import recording
from areopagus.core.verdict import Refused


def edit_post(
    actor: Actor,
    post: Post,
    source: str,
    dialect: str,
    *,
    title: str | None = None,
    with_smilies: bool = True,
    reason: str = "",
    silently: bool = False,
    based_on: int | None = None,
) -> Post:
    """Replaces a post's text, and the topic's title when one is given. The old text becomes a revision.

    `based_on` is the number of edits the writer knew of; Refused when there have been more since.
    WaitsForApproval: the old text stays until a moderator has approved the new one.
    """
    draft = Draft(source, dialect, title=tidy_title(title or ""), with_smilies=with_smilies)
    words = checked_words(actor, source, dialect, with_smilies=with_smilies)
    change = _Change(draft, words, title is not None, reason, silently, based_on)
    verdicts = holding.judged(
        Writing(
            actor,
            "edit",
            post.topic.forum_id,
            words.source,
            dialect,
            words.made,
            title=draft.title,
            earlier=post.source,
            topic_id=post.topic_id,
            post_id=post.pk,
        ),
        lambda: _hold(actor, post, change),
    )
    return _edit(actor, post, change, verdicts)


@dataclass(frozen=True, slots=True)
class _Change:
    draft: Draft
    words: Words
    has_title: bool
    reason: str
    silently: bool
    based_on: int | None


def _hold(actor: Actor, post: Post, change: _Change) -> HeldWriting:
    _, post = _may_edit(actor, post, change)
    return holding.hold_edit(actor, post, change.draft, change.words, reason=change.reason)


def _may_edit(actor: Actor, post: Post, change: _Change) -> tuple[Topic, Post]:
    """Both held, and everything asked. Refused says why not."""
    topic, post = _lock(post)
    permissions.can_edit(actor, post, topic).insist()
    _insist_on_newest(post, change.based_on)
    if change.silently:
        permissions.can_edit_silently(actor, post, topic).insist()
    if change.has_title:
        permissions.can_edit_title(actor, post, topic).insist()
        checked_title(change.draft.title)
    post.topic = topic
    return topic, post


@transaction.atomic
def _edit(actor: Actor, post: Post, change: _Change, verdicts: Verdicts) -> Post:
    topic, post = _may_edit(actor, post, change)
    title = change.draft.title if change.has_title else None
    revision = _revision(
        actor, post, topic.title if title is not None else "", change.reason, change.silently
    )
    words: dict[str, Any] = {
        "source": change.words.source,
        "markup": change.draft.dialect,
        "with_smilies": change.draft.with_smilies,
    }
    if not change.silently:
        words |= {
            "edited_at": now(),
            "edited_by_name": actor.name,
            "edit_reason": change.reason,
        }
    if _is_own(actor, post):
        _write(post, words, revision)
        if title is not None and title != topic.title:
            _rename(topic, title)
    else:
        _record(actor, post, words, revision, title)
    announce(events.PostEdited(post.pk, topic.pk, topic.forum_id))
    if verdicts.all:
        announce(events.WritingFlagged(post.pk, verdicts.evidence))
    return post


@transaction.atomic
def delete_post(actor: Actor, post: Post, reason: str = "") -> Topic:
    """Removes a post, leaving its place; removing the first post removes the topic."""
    topic, post = _lock(post)
    permissions.can_delete(actor, post, topic).insist()
    if not _is_own(actor, post):
        if post.number == 1:
            remove_topics(actor, [topic.pk], reason)
        else:
            remove_posts(actor, [post.pk], reason)
        topic.refresh_from_db()
        return topic
    at = now()
    if post.number == 1:
        topic.removed_at, topic.removal_reason = at, reason
        topic.save(update_fields=["removed_at", "removal_reason"])
        if topic.pinned_everywhere_at is not None:
            pinned_everywhere.forget()
        counts.count_removed_topic(topic)
        announce(events.TopicRemoved(topic.pk, topic.forum_id))
        return topic
    if post.removed_at is None:
        post.removed_at, post.removal_reason, post.removed_by_author = at, reason, True
        post.save(update_fields=["removed_at", "removal_reason", "removed_by_author"])
        counts.count_removed_post(topic)
        announce(events.PostRemoved(post.pk, topic.pk, topic.forum_id))
    return topic


def _rename(topic: Topic, title: str) -> None:
    """With the stubs that lead to it."""
    named = Topic.objects.filter(Q(pk=topic.pk) | Q(moved_to=topic))
    named.update(title=title)
    forum_ids = named.order_by().values_list("forum_id", flat=True).distinct()
    announce(events.TopicRenamed(topic.pk, tuple(forum_ids)))


def _write(post: Post, words: Mapping[str, Any], revision: PostRevision) -> None:
    """What authors do to their own words is theirs; nobody else needs to undo it."""
    revision.save()
    for name, value in words.items():
        setattr(post, name, value)
    made = rendering.render(post.source, post.markup, with_smilies=post.with_smilies)
    post.html, post.html_version = made.html, rendering.VERSION
    post.save(update_fields=[*words, "html", "html_version"])


def _record(
    actor: Actor,
    post: Post,
    words: Mapping[str, Any],
    revision: PostRevision,
    title: str | None,
) -> None:
    """What staff do to the words of others stands in the ledger."""
    with recording.batch(actor, deeds.POST_EDITED, revision.reason) as deed:
        deed.details = {"posts": named_posts([post])}
        concern_posts(deed, [post])
        revision.save()
        deed.made(revision)
        deed.change(post, **words)
        if title is not None:
            stubs = list(post.topic.stubs.select_for_update(no_key=True).order_by("pk"))
            deed.change(post.topic, *stubs, title=title)
            concern_topics(deed, stubs)
    # The HTML follows from the words; boards.ledger has made it.
    post.refresh_from_db(fields=["html", "html_version"])


def _is_own(actor: Actor, post: Post) -> bool:
    return actor.user_id is not None and post.author_id == actor.user_id


def _revision(actor: Actor, post: Post, title: str, reason: str, silently: bool) -> PostRevision:
    """The text as it stands, not yet saved."""
    return PostRevision(
        post=post,
        source=post.source,
        markup=post.markup,
        title=title,
        edited_at=now(),
        edited_by_id=actor.user_id,
        edited_by_name=actor.name,
        reason=reason,
        is_silent=silently,
    )


def _insist_on_newest(post: Post, based_on: int | None) -> None:
    if based_on is not None and post.revisions.count() != based_on:
        raise Refused(
            "The post was changed while you were writing. Look at it again and take over what you "
            "want to keep; your own text stands below."
        )


def _lock(post: Post) -> tuple[Topic, Post]:
    """Topic and post as they are now, held. The topic first, as everywhere, so that no two deeds wait for each other."""
    topic = Topic.objects.select_for_update(no_key=True).get(pk=post.topic_id)
    locked = (
        Post.objects.select_for_update(of=("self",), no_key=True)
        .select_related("author__group")
        .get(pk=post.pk)
    )
    return topic, locked
