"""What this room shows on a member's page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from django.http import HttpRequest
from django.utils.html import format_html
from markupsafe import Markup

from areopagus.antispam.pages.arrivals import arrivals_of
from areopagus.core.http import Request

INVITED = '<p>Invited by <span dir="auto">{}</span></p>'


def where_from(request: HttpRequest, user_ids: Sequence[int]) -> Mapping[int, Markup]:
    """Staff see who invited somebody."""
    if not cast(Request, request).actor.is_staff:
        return {}
    return {
        arrival.user_id: Markup(format_html(INVITED, arrival.invited_by))  # noqa: S704
        for arrival in arrivals_of(user_ids)
        if arrival.invited_by
    }
