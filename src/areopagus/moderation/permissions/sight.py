"""What moderators see: reports, network addresses, and where they look after anything at all."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from areopagus.accounts import actors
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Group, User
from areopagus.boards.models import Post
from areopagus.boards.permissions import access, access_in, can_see_addresses, can_see_post
from areopagus.boards.querysets import PostQuerySet
from areopagus.core.verdict import ALLOWED, NotFound, Verdict, denied
from areopagus.moderation.models import Report


def moderated_forums(actor: Actor) -> set[int]:
    return {forum_id for forum_id, rights in access(actor).items() if rights.moderate}


def insist_on_moderator(actor: Actor) -> None:
    """The pages of moderation look absent to whoever moderates nothing."""
    if not actor.is_staff or not moderated_forums(actor):
        raise NotFound


def staff() -> list[User]:
    """With their groups. Few."""
    found = User.objects.filter(
        Q(group__is_moderator=True) | Q(group__role=Group.Role.ADMINISTRATORS)
    )
    return list(found.select_related("group").order_by("pk"))


def moderators_of(forum_id: int) -> list[int]:
    """Administrators too."""
    return [user.pk for user in staff() if access_in(actors.member(user), forum_id).moderate]


# Network addresses


def may_see_addresses(actor: Actor) -> bool:
    return actor.is_staff and bool(moderated_forums(actor)) and bool(can_see_addresses(actor))


def insist_on_addresses(actor: Actor) -> None:
    if not may_see_addresses(actor):
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
