"""Every old address answers with the way to the new one."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from areopagus.core.http import Request
from areopagus.importers.fluxbb import options, pages
from areopagus.importers.fluxbb.old_addresses import thing_at
from areopagus.importers.fluxbb.old_things import Asked
from areopagus.moderation.permissions import moderated_forums
from areopagus.ui.giving_back import given_back

OLD_FORM = (
    "This form was made by the board's old software, so nothing was saved. "
    "The board has moved since; please write it once more here."
)


# Nothing is written here, so nobody's form needs a token: whoever sends an old one gets it back.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def old_address(request: Request, script: str) -> HttpResponse:
    if request.method == "POST":
        return _given_back(request)
    way = pages.way_to(request.actor, thing_at(script, _asked(request)))
    if way.says:
        messages.info(request, way.says)
    answer = redirect(way.address, permanent=way.lasts)
    # On which page a post stands depends on the reader, and a reader may change their mind.
    answer.headers["Cache-Control"] = "private, " + ("max-age=86400" if way.lasts else "no-store")
    return answer


@require_safe
def old_folder(request: Request, folder: str) -> HttpResponse:  # noqa: ARG001
    """The folder that the old board stood in, such as "/forum/", was its index."""
    return redirect("/", permanent=True)


@require_safe
def avatar(request: Request, member_id: str) -> HttpResponse:
    """Pictures that other sites show: the one the member has now."""
    answer = redirect(f"/media/{pages.avatar_of(request.actor, int(member_id))}")
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


@require_safe
def picture(request: Request, address: str) -> HttpResponse:
    """What stood in the old board's folder: smilies, pictures in posts, avatars wherever they were."""
    path, lasts = pages.picture_at(request.actor, f"/{address}")
    answer = redirect(f"/media/{path}", permanent=lasts)
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


def _asked(request: Request) -> Asked:
    return Asked(
        request.GET.dict(),
        user_id=request.actor.user_id,
        is_administrator=request.actor.is_administrator,
        moderates=frozenset(moderated_forums(request.actor)),
        posts_per_page=options.OLD_POSTS_PER_PAGE.get(),
        topics_per_page=options.OLD_TOPICS_PER_PAGE.get(),
    )


def _given_back(request: Request) -> HttpResponse:
    # To send it here again would help nobody.
    context = {"reason": OLD_FORM, "given": replace(given_back(request), can_send_again=False)}
    answer = render(request, "errors/give_back.html", context, status=405)
    answer.headers["Allow"] = "GET, HEAD"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
