"""Who may report, and who sees and settles reports: moderators in their forums, administrators everywhere."""

from __future__ import annotations

from django.db.models import QuerySet

from areopagus.accounts.actors import Actor
from areopagus.boards.models import Post
from areopagus.boards.permissions import access, access_in, can_see_post
from areopagus.core.verdict import ALLOWED, Verdict, denied
from areopagus.moderation.models import Report


def can_report(actor: Actor, post: Post) -> Verdict:
    if actor.is_guest:
        return denied("Sign in to report a post.")
    return can_see_post(actor, post)


def visible_reports(actor: Actor) -> QuerySet[Report]:
    moderated = [forum_id for forum_id, rights in access(actor).items() if rights.moderate]
    return Report.objects.filter(post__topic__forum__in=moderated)


def can_see_report(actor: Actor, report: Report) -> Verdict:
    if access_in(actor, report.post.topic.forum_id).moderate:
        return ALLOWED
    return denied("Only moderators of this forum see its reports.")
