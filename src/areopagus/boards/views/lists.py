"""Lists of topics and posts from the whole board."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from areopagus.boards import actions
from areopagus.boards.forms import said_level
from areopagus.boards.pages import lists, member_lists
from areopagus.boards.pages import unread as unread_pages
from areopagus.core.addresses import number_in
from areopagus.core.http import Request
from areopagus.core.paging import Pager
from areopagus.ui.messages import offer


@require_safe
def active(request: Request, number: int = 1) -> HttpResponse:
    page = lists.active_topics(request.actor, number)
    return _show(request, "boards/list.html", page, page.pages)


@require_safe
def unread(request: Request, number: int = 1) -> HttpResponse:
    page = unread_pages.unread_page(request.actor, number)
    return _show(request, "boards/unread.html", page, page.pages)


@require_POST
def read_everything(request: Request) -> HttpResponse:
    token = actions.read_everything(request.actor)
    offer(request, "Everything counts as read now.", "Undo", f"/unread/undo/{token}/")
    return redirect("/unread/")


@require_POST
def undo_read_everything(request: Request, token: str) -> HttpResponse:
    actions.undo_read_everything(request.actor, token)
    return redirect("/unread/")


@require_POST
def read_forum(request: Request, forum_id: int) -> HttpResponse:
    forum, token = actions.read_forum(request.actor, forum_id)
    undo = f"/unread/undo-forum/{token}/"
    offer(request, f"Everything in “{forum.name}” counts as read now.", "Undo", undo)
    return redirect(forum.url)


@require_POST
def undo_read_forum(request: Request, token: str) -> HttpResponse:
    return redirect(actions.undo_read_forum(request.actor, token).url)


@require_safe
def new(request: Request, number: int = 1) -> HttpResponse:
    page = lists.new_topics(request.actor, number)
    return _show(request, "boards/list.html", page, page.pages)


@require_safe
def participated(request: Request, number: int = 1) -> HttpResponse:
    page = lists.participated_topics(request.actor, number)
    return _show(request, "boards/list.html", page, page.pages)


@require_safe
def unanswered(request: Request, number: int = 1) -> HttpResponse:
    page = lists.unanswered_topics(request.actor, number)
    return _show(request, "boards/list.html", page, page.pages)


@require_safe
def subscriptions(request: Request, number: int = 1) -> HttpResponse:
    page = lists.subscriptions_page(request.actor, number)
    return _show(request, "boards/subscriptions.html", page, page.pages)


@require_POST
def change_subscriptions(request: Request) -> HttpResponse:
    said = request.POST
    topics, forums = (
        [number_in(pk) or 0 for pk in said.getlist(what)] for what in ("topic", "forum")
    )
    count = actions.change_subscriptions(request.actor, topics, forums, said_level(said))
    messages.success(request, "Nothing was chosen." if not count else "Changed.")
    page = number_in(said.get("page")) or 1
    return redirect("/subscriptions/" if page == 1 else f"/subscriptions/page/{page}/")


@require_safe
def member_topics(request: Request, member_id: int, number: int = 1) -> HttpResponse:
    page = member_lists.member_topics(request.actor, member_id, number)
    return _show(request, "boards/list.html", page, page.pages)


@require_safe
def member_posts(request: Request, member_id: int, number: int = 1) -> HttpResponse:
    page = member_lists.member_posts(request.actor, member_id, number)
    return _show(request, "boards/member_posts.html", page, page.pages)


@require_safe
def ghost(request: Request, ghost_id: int, number: int = 1) -> HttpResponse:
    page = member_lists.ghost_page(request.actor, ghost_id, number)
    return _show(request, "boards/ghost.html", page, page.pages)


def _show(request: Request, template: str, page: object, pages: Pager) -> HttpResponse:
    """The page, or the way to it from an old slug or from "page/1/"."""
    address = pages.url(pages.number)
    if request.path != address:
        return redirect(address, permanent=True)
    return render(request, template, {"page": page})
