"""Index, forum, topic, and the way from a post's permalink to its place."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from areopagus.boards import pages, reading_marks, view_counts
from areopagus.boards.pages import unread
from areopagus.boards.posts_html import posts_html
from areopagus.boards.quick_reply import quick_reply_html
from areopagus.core.http import Request
from areopagus.core.pieces import PiecedResponse
from areopagus.ui.macros import macro


@require_safe
def index(request: Request) -> HttpResponse:
    page, clock = pages.index_page(request.actor), request.actor.clock
    lists = macro("boards/_index_lists.html", "lists")
    html = page.lists.piece(
        (clock.key, page.unread), lambda: lists(page.lists.data, clock, page.unread)
    )
    answer = render(request, "boards/index.html", {"page": page, "lists_html": html})
    return PiecedResponse(answer, html)


@require_safe
def forum(request: Request, forum_id: int, number: int = 1) -> HttpResponse:
    page = pages.forum_page(request.actor, forum_id, number)
    if page.forum.link:
        return redirect(page.forum.link)
    if request.path != page.pages.url(number):
        return redirect(page.pages.url(number), permanent=True)
    clock, shows_views = request.actor.clock, page.shows_views
    lists = macro("boards/_forum_lists.html", "lists")
    kind = (clock.key, shows_views, page.unread, page.unread_forums)
    html = page.lists.piece(
        kind, lambda: lists(page.lists.data, clock, shows_views, page.unread, page.unread_forums)
    )
    answer = render(request, "boards/forum.html", {"page": page, "lists_html": html})
    return PiecedResponse(answer, html)


@require_safe
def topic(request: Request, topic_id: int, number: int = 1) -> HttpResponse:
    page = pages.topic_page(request.actor, topic_id, number)
    if page.moved_to is not None:
        return redirect(f"/topics/{page.moved_to}/")
    if request.path != page.pages.url(number):
        return redirect(page.pages.url(number), permanent=True)
    view_counts.note(topic_id)
    reading_marks.note(request.actor, topic_id, page.read_to)
    posts = posts_html(request, page)
    context = {
        "page": page,
        "posts_html": posts,
        "quick_reply_html": quick_reply_html(request, page) if page.shows_quick_reply else None,
    }
    return PiecedResponse(render(request, "boards/topic.html", context), posts)


@require_safe
def first_unread(request: Request, topic_id: int) -> HttpResponse:
    return redirect(unread.first_unread(request.actor, topic_id))


@require_safe
def post(request: Request, post_id: int) -> HttpResponse:
    return redirect(pages.way_to(request.actor, post_id))


@require_safe
def revisions(request: Request, post_id: int, number: int = 1) -> HttpResponse:
    page = pages.revisions_page(request.actor, post_id, number)
    if request.path != (address := page.pages.url(number)):
        return redirect(address, permanent=True)
    return render(request, "boards/revisions.html", {"page": page})
