"""Changing and taking back what was posted. Every earlier text is kept; a removed post leaves its place."""

from __future__ import annotations

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.boards import counts, events, permissions, rendering
from areopagus.boards.actions.drafts import checked_source, checked_title
from areopagus.boards.models import Post, PostRevision, Topic
from areopagus.core.clock import now
from areopagus.core.events import announce
from areopagus.core.verdict import Refused


@transaction.atomic
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
    """
    topic, post = _lock(post)
    permissions.can_edit(actor, post, topic).insist()
    _insist_on_newest(post, based_on)
    if silently:
        permissions.can_edit_silently(actor, post, topic).insist()
    if title is not None:
        permissions.can_edit_title(actor, post, topic).insist()
        title = checked_title(title)
    source = checked_source(actor, source, dialect)

    _keep_revision(actor, post, topic.title if title is not None else "", reason, silently=silently)
    made = rendering.render(source, dialect, with_smilies=with_smilies)
    post.source, post.markup, post.with_smilies = source, dialect, with_smilies
    post.html, post.html_version = made.html, rendering.VERSION
    if not silently:
        post.edited_at, post.edited_by_name, post.edit_reason = now(), actor.name, reason
    post.save()
    if title is not None and title != topic.title:
        topic.title = title
        topic.save(update_fields=["title"])
        topic.stubs.update(title=title)
    announce(events.PostEdited(post.pk, topic.pk, topic.forum_id))
    return post


@transaction.atomic
def delete_post(actor: Actor, post: Post, reason: str = "") -> Topic:
    """Removes a post, leaving its place; removing the first post removes the topic."""
    topic, post = _lock(post)
    permissions.can_delete(actor, post, topic).insist()
    at = now()
    if post.number == 1:
        topic.removed_at, topic.removal_reason = at, reason
        topic.save(update_fields=["removed_at", "removal_reason"])
        counts.count_removed_topic(topic)
        announce(events.TopicRemoved(topic.pk, topic.forum_id))
        return topic
    if post.removed_at is None:
        post.removed_at, post.removal_reason = at, reason
        post.removed_by_author = post.author_id is not None and post.author_id == actor.user_id
        post.save(update_fields=["removed_at", "removal_reason", "removed_by_author"])
        counts.count_removed_post(topic)
        announce(events.PostRemoved(post.pk, topic.pk, topic.forum_id))
    return topic


def _keep_revision(actor: Actor, post: Post, title: str, reason: str, *, silently: bool) -> None:
    PostRevision.objects.create(
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
    topic = Topic.objects.select_for_update().get(pk=post.topic_id)
    locked = (
        Post.objects.select_for_update(of=("self",)).select_related("author__group").get(pk=post.pk)
    )
    return topic, locked
