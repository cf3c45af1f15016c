"""What this room shows at the foot of a post."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from django.http import HttpRequest
from django.utils.html import format_html
from markupsafe import Markup

from areopagus.core.http import Request


def may_report(request: HttpRequest) -> bool:
    return not cast(Request, request).actor.is_guest


def report_links(request: HttpRequest, post_ids: Sequence[int]) -> Mapping[int, Markup]:
    if not may_report(request):
        return {}
    link = '<a href="/posts/{}/report/" aria-label="Report this post to the moderators">Report</a>'
    return {post_id: Markup(format_html(link, post_id)) for post_id in post_ids}  # noqa: S704
