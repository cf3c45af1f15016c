"""Every old address answers with the way to the new one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from areopagus.boards.pages import sizes
from areopagus.core.http import Request
from areopagus.importers.fluxbb import options
from areopagus.importers.fluxbb.old_addresses import Sizes, new_address


@require_safe
def old_address(request: Request, script: str) -> HttpResponse:
    address = new_address(script, request.GET.dict(), _sizes(request))
    answer = redirect(address, permanent=True)
    # On which page a post stands depends on the reader, and a reader may change their mind.
    answer.headers["Cache-Control"] = "private, max-age=86400"
    return answer


def _sizes(request: Request) -> Sizes:
    return Sizes(
        old_posts=options.OLD_POSTS_PER_PAGE.get(),
        posts=sizes.posts_per_page(request.actor),
        old_topics=options.OLD_TOPICS_PER_PAGE.get(),
        topics=sizes.topics_per_page(request.actor),
    )
