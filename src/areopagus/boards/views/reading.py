"""Index, forum, topic, and the way from a post's permalink to its place."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from areopagus.boards import own_parts, pages
from areopagus.boards.index_facts import facts_html
from areopagus.boards.pages import unread
from areopagus.boards.posts_html import posts_html
from areopagus.boards.quick_reply import quick_reply_html
from areopagus.core.http import Request
from areopagus.core.sharing import page_for, shared
from areopagus.ui.macros import macro


@require_safe
@shared
def index(request: Request) -> HttpResponse:
    page, clock = pages.index_page(request.actor), request.actor.clock
    lists = macro("boards/_index_lists.html", "lists")
    html = page.lists.piece(
        (clock.key, page.unread), lambda: lists(page.lists.data, clock, page.unread)
    )
    facts = facts_html(request.actor)
    context = {"page": page, "lists_html": html, "facts_html": facts}
    return page_for(request, render(request, "boards/index.html", context), own_parts.OfIndex())


@require_safe
@shared
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
    return page_for(request, answer, own_parts.of_forum(page))


@require_safe
@shared
def topic(request: Request, topic_id: int, number: int = 1) -> HttpResponse:
    page = pages.topic_page(request.actor, topic_id, number)
    if page.moved_to is not None:
        return redirect(f"/topics/{page.moved_to}/")
    if request.path != page.pages.url(number):
        return redirect(page.pages.url(number), permanent=True)
    context = {
        "page": page,
        "posts_html": posts_html(request, page),
        "quick_reply_html": quick_reply_html(request, page) if page.shows_quick_reply else None,
    }
    answer = render(request, "boards/topic.html", context)
    return page_for(request, answer, own_parts.of_topic(page))


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
