"""Who may report, who sees what was reported and what was done, and who may take it back.

Moderators in their forums, administrators everywhere.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from areopagus.accounts.actors import Actor
from areopagus.accounts.groups import with_role
from areopagus.accounts.models import Group, User
from areopagus.boards.models import Post
from areopagus.boards.permissions import access, access_in, can_see_addresses, can_see_post
from areopagus.boards.querysets import PostQuerySet
from areopagus.core.ledger.models import Batch, Subject
from areopagus.core.verdict import ALLOWED, NotFound, Verdict, denied
from areopagus.moderation.models import Report


def moderated_forums(actor: Actor) -> set[int]:
    return {forum_id for forum_id, rights in access(actor).items() if rights.moderate}


def insist_on_moderator(actor: Actor) -> None:
    """The pages of moderation look absent to whoever moderates nothing."""
    if not actor.is_staff or not moderated_forums(actor):
        raise NotFound


# Bans


def can_ban(actor: Actor) -> Verdict:
    """By name, network and mail address. Members are banned on their own page."""
    if actor.is_administrator or (actor.group.is_moderator and actor.group.may_ban_members):
        return ALLOWED
    return denied("Your group may not ban.")


def insist_on_banning(actor: Actor) -> None:
    if actor.is_guest or not can_ban(actor):
        raise NotFound


# Network addresses


def insist_on_addresses(actor: Actor) -> None:
    insist_on_moderator(actor)
    if not can_see_addresses(actor):
        raise NotFound


def posts_with_addresses(actor: Actor) -> PostQuerySet:
    """Those whose address the actor sees beside them: what they can read, and what was removed in their forums."""
    standing = Q(removed_at=None, topic__removed_at=None, topic__forum__in=access(actor))
    return Post.objects.filter(standing | Q(topic__forum__in=moderated_forums(actor)))


# Reports


def can_report(actor: Actor, post: Post) -> Verdict:
    if actor.is_guest:
        return denied("Sign in to report a post.")
    return can_see_post(actor, post)


def visible_reports(actor: Actor) -> QuerySet[Report]:
    return Report.objects.filter(post__topic__forum__in=moderated_forums(actor))


def can_see_report(actor: Actor, report: Report) -> Verdict:
    if access_in(actor, report.post.topic.forum_id).moderate:
        return ALLOWED
    return denied("Only moderators of this forum see its reports.")


# The ledger


def visible_batches(actor: Actor) -> QuerySet[Batch]:
    """Administrators see all; moderators what concerns a forum of theirs and none they cannot read.

    What was done to the board itself (its forums, its groups, its options) is for administrators.
    """
    if actor.is_administrator:
        return Batch.objects.all()
    forums = Subject.objects.filter(batch=OuterRef("pk"), name="forum")
    mine = forums.filter(subject_id__in=moderated_forums(actor))
    hidden = forums.exclude(subject_id__in=access(actor))
    board = Subject.objects.filter(batch=OuterRef("pk"), name="board")
    return Batch.objects.filter(Exists(mine), ~Exists(hidden), ~Exists(board))


def can_see_batch(actor: Actor, batch: Batch) -> Verdict:
    if actor.is_administrator:
        return ALLOWED
    if batch.subjects.filter(name="board").exists():
        return denied("This was done to the board itself; only administrators see it.")
    forums = _forums_of(batch)
    if forums & moderated_forums(actor) and forums <= set(access(actor)):
        return ALLOWED
    return denied("This concerns no forum of yours.")


def can_undo(actor: Actor, batch: Batch) -> Verdict:
    """Moderators take back what was done in forums of theirs alone, and not by an administrator."""
    if actor.is_administrator:
        return ALLOWED
    if not (may := can_see_batch(actor, batch)):
        return may
    if not _forums_of(batch) <= moderated_forums(actor):
        return denied("It concerns a forum that is not yours to look after.")
    if _is_administrators(batch):
        return denied("An administrator did this; only administrators take it back.")
    return ALLOWED


def _forums_of(batch: Batch) -> set[int]:
    return set(batch.subjects.filter(name="forum").values_list("subject_id", flat=True))


def _is_administrators(batch: Batch) -> bool:
    if batch.actor_id is None:
        return False
    administrators = with_role(Group.Role.ADMINISTRATORS)
    return User.objects.filter(pk=batch.actor_id, group=administrators).exists()
