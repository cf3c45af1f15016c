"""What this room shows on the page of a ghost, on that of a member, and beside a post."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import cast

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from markupsafe import Markup

from areopagus.core.http import CsrfInput, Request
from areopagus.homecoming import permissions
from areopagus.homecoming.pages import standing
from areopagus.homecoming.pages.pleas import asking_for

WAITING = '<p><a href="/moderation/claims/">{} {}</a></p>'
NOW = '<p>Now <a href="{}" dir="auto">{}</a></p>'


def whose_ghosts(request: HttpRequest, ghost_ids: Sequence[int]) -> Mapping[int, Markup]:
    actor = cast(Request, request).actor
    may = permissions.can_claim(actor)
    pleas = asking_for(actor, ghost_ids) if may else {}
    claimable = permissions.claimable(ghost_ids) if may else ()
    return {
        pk: _piece(
            "_ghost.html",
            {
                "ghost_id": pk,
                "owners": standing.owners_of(pk),
                "may_claim": pk in claimable,
                "pleas": pleas.get(pk, ()),
                "actor": actor,
            },
        )
        for pk in ghost_ids
    }


def earlier_names(request: HttpRequest, user_ids: Sequence[int]) -> Mapping[int, Markup]:
    actor = cast(Request, request).actor
    csrf_input = CsrfInput(request)
    return {
        pk: _piece(
            "_earlier_names.html",
            {"claims": claims, "is_own": pk == actor.user_id, "csrf_input": csrf_input},
        )
        for pk, claims in standing.earlier_names(actor, user_ids).items()
    }


def whose_posts(_request: HttpRequest, post_ids: Sequence[int]) -> Mapping[int, Markup]:
    return {
        pk: Markup(format_html(NOW, owner.url, owner.name))  # noqa: S704
        for pk, owner in standing.owners_of_posts(post_ids).items()
    }


def what_waits(request: HttpRequest, _ids: Sequence[int]) -> Mapping[int, Markup]:
    """On the front page of moderation; whoever decides nothing does not get there."""
    count = permissions.count_to_look_after(cast(Request, request).actor)
    words = "claim waits" if count == 1 else "claims wait"
    return {0: Markup(format_html(WAITING, count, words))}  # noqa: S704


def state_of_claims(_request: HttpRequest) -> Hashable:
    return standing.standing.get().state


def _piece(template: str, context: Mapping[str, object]) -> Markup:
    return Markup(render_to_string(f"homecoming/{template}", dict(context)))  # noqa: S704
