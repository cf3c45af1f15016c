"""What this room shows on a member's public page: the way to their page here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from django.http import HttpRequest
from django.utils.html import format_html
from markupsafe import Markup

from areopagus.administration import permissions
from areopagus.core.http import Request


def ways_to_members(request: HttpRequest, user_ids: Sequence[int]) -> Mapping[int, Markup]:
    actor = cast(Request, request).actor
    if permissions.can_administer(actor):
        end, label = "", "Administer this member"
    else:
        within = permissions.members_within_reach(actor).select_related("group")
        able = {m.pk for m in within.filter(pk__in=user_ids) if permissions.can_ban(actor, m)}
        user_ids, end, label = [pk for pk in user_ids if pk in able], "ban/", "Ban this member"
    link = '<p><a href="/administration/members/{}/{}">{}</a></p>'
    return {pk: Markup(format_html(link, pk, end, label)) for pk in user_ids}  # noqa: S704
