"""What a member reads on their own page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from django.http import HttpRequest
from django.template.loader import render_to_string
from markupsafe import Markup

from areopagus.core.http import CsrfInput, Request
from areopagus.homecoming.pairs.page import own_pairs


def is_this_you(request: HttpRequest, user_ids: Sequence[int]) -> Mapping[int, Markup]:
    actor = cast(Request, request).actor
    if actor.user_id is None or actor.user_id not in user_ids:
        return {}
    context = {
        "pairs": own_pairs(actor),
        "clock": actor.clock,
        "csrf_input": CsrfInput(request),
    }
    return {actor.user_id: Markup(render_to_string("homecoming/_pairs.html", context))}  # noqa: S704
