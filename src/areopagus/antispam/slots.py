"""What this room shows on a member's page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from django.http import HttpRequest
from django.template.loader import render_to_string
from markupsafe import Markup

from areopagus.antispam.pages.trust import MemberPanel, member_panels
from areopagus.core.http import Request


def about_members(request: HttpRequest, user_ids: Sequence[int]) -> Mapping[int, Markup]:
    """Staff see who invited somebody, and how new they are here."""
    if not cast(Request, request).actor.is_staff:
        return {}
    return {pk: _shown(panel) for pk, panel in member_panels(user_ids).items()}


def _shown(panel: MemberPanel) -> Markup:
    return Markup(render_to_string("antispam/_member.html", {"panel": panel}, using="jinja2"))  # noqa: S704
