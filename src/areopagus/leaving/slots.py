"""What this room shows on a member's page, to administrators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from django.http import HttpRequest
from django.utils.html import format_html
from markupsafe import Markup

from areopagus.core.http import Request
from areopagus.leaving.standing import leaving

LEAVES = '<p class="notice">Has asked to be forgotten; their account is erased on {}. Only they can take it back.</p>'


def who_leaves(request: HttpRequest, user_ids: Sequence[int]) -> Mapping[int, Markup]:
    actor = cast(Request, request).actor
    if not actor.is_administrator:
        return {}
    due, day = leaving.get(), actor.clock.day
    return {
        pk: Markup(format_html(LEAVES, day(due[pk])))  # noqa: S704
        for pk in user_ids
        if pk in due
    }
