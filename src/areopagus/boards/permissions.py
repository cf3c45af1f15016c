"""Who may see and do what on the boards. Every rule is here and nowhere else.

Each rule of sight has two halves: `visible_topics` picks rows, `can_see_topic` judges one.
tests/boards/test_permissions.py proves that the halves agree for the whole cast.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from areopagus.accounts.actors import Actor
from areopagus.accounts.permissions import can_write
from areopagus.boards.access import NOWHERE
from areopagus.boards.access import access as access  # noqa: PLC0414 - part of these rules.
from areopagus.boards.access import access_in as access_in  # noqa: PLC0414
from areopagus.boards.access import sight_of as sight_of  # noqa: PLC0414
from areopagus.boards.models import Forum, HeldWriting, Post, Topic
from areopagus.boards.querysets import PostQuerySet, TopicQuerySet
from areopagus.boards.structure import places
from areopagus.core import shown
from areopagus.core.clock import now
from areopagus.core.verdict import ALLOWED, Verdict, denied


class JudgedPost(Protocol):
    """What the rules ask about a post: a Post, or a row of a topic page."""

    @property
    def number(self) -> int: ...
    @property
    def author_id(self) -> int | None: ...
    @property
    def posted_at(self) -> datetime: ...
    @property
    def removed_at(self) -> datetime | None: ...
    @property
    def by_administrator(self) -> bool: ...


# Sight


def visible_forums(actor: Actor) -> QuerySet[Forum]:
    return Forum.objects.filter(pk__in=access(actor))


def can_see_forum(actor: Actor, forum: Forum) -> Verdict:
    return ALLOWED if access_in(actor, forum.pk).read else denied("You cannot read this forum.")


def visible_topics(actor: Actor) -> TopicQuerySet:
    return Topic.objects.standing().in_forums(access(actor))


def can_see_topic(actor: Actor, topic: Topic) -> Verdict:
    if not access_in(actor, topic.forum_id).read or topic.removed_at:
        return denied("You cannot read this topic.")
    return ALLOWED


def visible_posts(actor: Actor) -> PostQuerySet:
    """Posts whose words the actor may read. Moderators read removed ones on the topic page only."""
    return Post.objects.standing().filter(topic__removed_at=None, topic__forum_id__in=access(actor))


def can_see_post(actor: Actor, post: Post) -> Verdict:
    if post.removed_at:
        return denied("This post was removed.")
    return can_see_topic(actor, post.topic)


# Deeds


def can_pin_everywhere(actor: Actor) -> Verdict:
    """Whoever moderates everywhere: what stands in every forum is everybody's."""
    rights = access(actor)
    if all(rights.get(p.forum_id, NOWHERE).moderate for p in places() if not p.link):
        return ALLOWED
    return denied("Only who moderates every forum pins a topic in all of them, or takes it down.")


def can_start_topic(actor: Actor, forum: Forum) -> Verdict:
    if forum.link:
        return denied("This forum only leads to another address; it holds no topics.")
    if not access_in(actor, forum.pk).start:
        return denied(_sign_in_or(actor, "Your group may not start topics in this forum."))
    return can_write(actor)


def can_reply(actor: Actor, topic: Topic) -> Verdict:
    rights = access_in(actor, topic.forum_id)
    if topic.is_stub:
        return denied(gettext_noop("This topic has moved; reply where it stands now."))
    if topic.locked_at and not rights.moderate:
        return denied(gettext_noop("This topic is locked. Nobody but moderators can add to it."))
    if not rights.reply:
        return denied(_sign_in_or(actor, gettext_noop("Your group may not reply in this forum.")))
    return can_write(actor)


def can_edit(actor: Actor, post: JudgedPost, topic: Topic) -> Verdict:
    if _has_power_over(actor, post, topic):
        return ALLOWED
    own = _own_and_in_time(actor, post, topic, "edit", allowed=actor.group.may_edit_own_posts)
    return can_write(actor) if own else own


def may_touch_others(actor: Actor, topic: Topic) -> bool:
    """Whether anything may be allowed to them with somebody else's post; saves asking for each."""
    return access_in(actor, topic.forum_id).moderate


def can_edit_silently(actor: Actor, post: JudgedPost, topic: Topic) -> Verdict:
    if _has_power_over(actor, post, topic):
        return ALLOWED
    return denied("Only moderators of this forum may edit without leaving a mark.")


def can_edit_title(actor: Actor, post: JudgedPost, topic: Topic) -> Verdict:
    if post.number != 1:
        return denied("The title belongs to the first post.")
    return can_edit(actor, post, topic)


def can_delete(actor: Actor, post: JudgedPost, topic: Topic) -> Verdict:
    """Deleting the first post deletes the topic, as in FluxBB; so it needs the right to both."""
    if _has_power_over(actor, post, topic):
        return ALLOWED
    own = _own_and_in_time(actor, post, topic, "delete", allowed=actor.group.may_delete_own_posts)
    if own and post.number == 1:
        if not actor.group.may_delete_own_topics:
            return denied("Your group may not delete topics.")
        if topic.post_count > 1:
            return denied("Others have answered; ask a moderator to remove the topic.")
    return own


def can_moderate(actor: Actor, forum_id: int) -> Verdict:
    if access_in(actor, forum_id).moderate:
        return ALLOWED
    return denied("Only moderators of this forum do this.")


def can_overrule(actor: Actor, post: JudgedPost, topic: Topic) -> Verdict:
    """To remove, restore or move what somebody wrote, whoever it was."""
    if _has_power_over(actor, post, topic):
        return ALLOWED
    if not (may := can_moderate(actor, topic.forum_id)):
        return may
    return denied(f"An administrator wrote post #{post.number}; only administrators do this to it.")


def visible_held(actor: Actor) -> QuerySet[HeldWriting]:
    """What waits where the actor moderates: a reply follows its topic, wherever that was moved."""
    mine = [pk for pk, rights in access(actor).items() if rights.moderate]
    return HeldWriting.objects.filter(Q(topic=None, forum__in=mine) | Q(topic__forum__in=mine))


def can_see_held(actor: Actor, held: HeldWriting) -> Verdict:
    forum_id = held.topic.forum_id if held.topic is not None else held.forum_id
    if access_in(actor, forum_id).moderate:
        return ALLOWED
    return denied("Only moderators of this forum see what waits for them.")


def can_see_removed(actor: Actor, topic: Topic) -> Verdict:
    if access_in(actor, topic.forum_id).moderate:
        return ALLOWED
    return denied("Only moderators of this forum see what was removed.")


def can_see_revisions(actor: Actor, post: JudgedPost, topic: Topic) -> Verdict:
    if access_in(actor, topic.forum_id).moderate or _is_author(actor, post):
        return ALLOWED
    return denied("Only the author and moderators of this forum see earlier versions.")


def can_subscribe(actor: Actor) -> Verdict:
    return denied("Sign in to be told about answers.") if actor.is_guest else ALLOWED


def can_see_addresses(actor: Actor) -> Verdict:
    """Network addresses and staff notes beside posts: staff anywhere, as in FluxBB."""
    return ALLOWED if actor.is_staff else denied("Only staff see network addresses.")


def _is_author(actor: Actor, post: JudgedPost) -> bool:
    return actor.user_id is not None and post.author_id == actor.user_id


def _has_power_over(actor: Actor, post: JudgedPost, topic: Topic) -> bool:
    """The moderator's rule: in their forums, but never over what an administrator wrote."""
    if not access_in(actor, topic.forum_id).moderate:
        return False
    return actor.is_administrator or not post.by_administrator


def _own_and_in_time(
    actor: Actor, post: JudgedPost, topic: Topic, deed: str, *, allowed: bool
) -> Verdict:
    minutes = actor.group.edit_minutes
    left = minutes * 60 - (now() - post.posted_at).total_seconds()
    too_late = minutes and left < 0
    if minutes and not too_late:
        # It ends without anybody's deed.
        shown.note_fleeting(left)
    reasons = (
        (actor.is_guest, f"Sign in to {deed} your posts."),
        (not _is_author(actor, post), f"Only the author or a moderator may {deed} this post."),
        (not allowed, f"Your group may not {deed} posts."),
        (post.removed_at, "This post was removed."),
        (topic.locked_at, "This topic is locked."),
        (too_late, f"You could {deed} this post for {minutes} minutes; that time is over."),
    )
    return next((denied(reason) for applies, reason in reasons if applies), ALLOWED)


def _sign_in_or(actor: Actor, reason: str) -> str:
    return "Sign in to write here." if actor.is_guest else reason
