"""What this room shows at the foot of a post, at the head of a topic, on a member's page."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import cast

from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from markupsafe import Markup

from areopagus.accounts.permissions import visible_members
from areopagus.boards.access import sight_of
from areopagus.boards.models import Topic
from areopagus.core.http import Request
from areopagus.moderation import permissions
from areopagus.moderation.member_plans import PLANS


def may_report(request: HttpRequest) -> bool:
    return not cast(Request, request).actor.is_guest


def report_links(request: HttpRequest, post_ids: Sequence[int]) -> Mapping[int, Markup]:
    if not may_report(request):
        return {}
    link = '<a href="/posts/{}/report/" aria-label="Report this post to the moderators">Report</a>'
    return {post_id: Markup(format_html(link, post_id)) for post_id in post_ids}  # noqa: S704


def who_moderates(request: HttpRequest) -> Hashable:
    return sight_of(cast(Request, request).actor)


def ways_to_topics(request: HttpRequest, topic_ids: Sequence[int]) -> Mapping[int, Markup]:
    actor = cast(Request, request).actor
    if not actor.is_staff:
        return {}
    mine = Topic.objects.filter(pk__in=topic_ids, forum__in=permissions.moderated_forums(actor))
    link = '<p><a href="/moderation/topics/{}/">Moderate this topic</a></p>'
    return {
        pk: Markup(format_html(link, pk))  # noqa: S704
        for pk in mine.values_list("pk", flat=True)
    }


def histories(request: HttpRequest, user_ids: Sequence[int]) -> Mapping[int, Markup]:
    actor = cast(Request, request).actor
    if not permissions.has_ledger(actor):
        return {}
    links = '<a href="/moderation/ledger/?member={0}">What staff did about this member</a>'
    if permissions.moderated_forums(actor):
        links += (
            ' · <a href="/moderation/members/{0}/addresses/">Network addresses</a> · '
            '<a href="/moderation/members/{0}/">Warnings, silence, notes</a>'
        )
    return {pk: Markup(format_html(f"<p>{links}</p>", pk)) for pk in user_ids}  # noqa: S704


def ways_to_change(request: HttpRequest, user_ids: Sequence[int]) -> Mapping[int, Markup]:
    """The deeds to a member that the actor's group has the power for."""
    actor = cast(Request, request).actor
    if not permissions.looks_after_members(actor):
        return {}
    members = visible_members(actor).select_related("group__promote_to").filter(pk__in=user_ids)
    found = {m.pk: [plan for plan in PLANS if plan.may(actor, m)] for m in members}
    return {
        pk: Markup("<p>{}</p>").format(
            format_html_join(" · ", '<a href="{}">{}</a>', ((p.url_of(pk), p.label) for p in plans))
        )
        for pk, plans in found.items()
        if plans
    }
