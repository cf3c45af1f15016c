"""The pages around the board: rules, help, the jump box, the icon."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from areopagus.accounts.options import RULES_HTML
from areopagus.accounts.rules import versions
from areopagus.boards import pages
from areopagus.boards.pages.writing_help import own_smilies, writing_help
from areopagus.core.addresses import number_in
from areopagus.core.http import Request
from areopagus.core.verdict import NotFound


@require_safe
def rules(request: Request) -> HttpResponse:
    html = RULES_HTML.get()
    if not html:
        raise NotFound
    context = {"rules_html": html, "versions": versions()}
    return render(request, "boards/rules.html", context)


@require_safe
def markup_help(request: Request) -> HttpResponse:
    return render(
        request, "boards/markup_help.html", {"help": writing_help(), "smilies": own_smilies()}
    )


@require_safe
def jump(request: Request) -> HttpResponse:
    """Where the jump box leads: ?forum=3."""
    forum_id = number_in(request.GET.get("forum"))
    if forum_id is None:
        raise NotFound
    return redirect(pages.find_forum(request.actor, forum_id).url)


@require_safe
def favicon(request: Request) -> HttpResponse:  # noqa: ARG001
    """Browsers ask for it even where a page names its icon."""
    answer = redirect(static("img/mark-32.png"))
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer
