"""What this room shows on a member's page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from django.http import HttpRequest
from django.utils.html import format_html
from markupsafe import Markup

from areopagus.core.http import Request


def ways_to_evidence(request: HttpRequest, user_ids: Sequence[int]) -> Mapping[int, Markup]:
    if not cast(Request, request).actor.is_administrator:
        return {}
    link = '<p><a href="/administration/housekeeping/members/{}/">What speaks for a person, and what for spam</a></p>'
    return {pk: Markup(format_html(link, pk)) for pk in user_ids}  # noqa: S704
