"""Starting a topic, replying, editing, deleting. One address, one deed; GET shows its form."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from areopagus.boards import actions, pages
from areopagus.boards.composing import compose, previewed, sent
from areopagus.boards.forms import (
    DeleteForm,
    EditForm,
    PreviewForm,
    ReplyForm,
    TopicForm,
    said_level,
)
from areopagus.core.addresses import number_in
from areopagus.core.http import Request
from areopagus.core.verdict import NotFound


@require_http_methods(["GET", "POST"])
def topics(request: Request, forum_id: int) -> HttpResponse:
    actor, page = request.actor, pages.new_topic_page(request.actor, forum_id)
    form = TopicForm(sent(request), actor=actor, page=page)
    return compose(
        request, page, form, lambda: actions.start_topic(actor, page.forum, form.draft()).url
    )


@require_http_methods(["GET", "POST"])
def replies(request: Request, topic_id: int) -> HttpResponse:
    actor = request.actor
    page = pages.reply_page(actor, topic_id, number_in(request.POST.get("seen")))
    form = ReplyForm(sent(request), actor=actor, page=page, initial=_beginning(request))
    form.has_seen(page.topic.last_number)
    return compose(
        request,
        page,
        form,
        lambda: pages.place_of(actor, actions.reply(actor, page.topic, form.draft())),
    )


@require_http_methods(["GET", "POST"])
def edit(request: Request, post_id: int) -> HttpResponse:
    actor, page = request.actor, pages.edit_page(request.actor, post_id)
    form = EditForm(sent(request), actor=actor, page=page)
    return compose(
        request,
        page,
        form,
        lambda: pages.place_of(actor, actions.edit_post(actor, page.post, **form.change())),
    )


@require_http_methods(["GET", "POST"])
def delete(request: Request, post_id: int) -> HttpResponse:
    page = pages.delete_page(request.actor, post_id)
    form = DeleteForm(sent(request), actor=request.actor)
    if not form.is_valid():
        return render(request, "boards/delete.html", {"page": page, "form": form})
    topic = actions.delete_post(request.actor, page.post, form.cleaned_data["reason"])
    if topic.removed_at is not None:
        return redirect(topic.forum.url)
    return redirect(pages.place_of(request.actor, page.post))


@require_POST
def preview(request: Request) -> HttpResponse:
    form = PreviewForm(request.POST)
    if not form.is_valid():
        return render(request, "boards/_preview.html", {"preview": None}, status=422)
    return render(request, "boards/_preview.html", {"preview": previewed(form)})


@require_safe
def quote(request: Request, post_id: int) -> HttpResponse:
    into = request.GET.get("markup") or pages.default_dialect(request.actor)
    if into not in {"bbcode", "markdown"}:
        raise NotFound
    text = pages.quotation(request.actor, post_id, into)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_POST
def topic_subscription(request: Request, topic_id: int) -> HttpResponse:
    topic = pages.find_topic(request.actor, topic_id)
    actions.subscribe_to_topic(request.actor, topic, said_level(request.POST))
    return redirect(topic.url)


@require_POST
def forum_subscription(request: Request, forum_id: int) -> HttpResponse:
    forum = pages.find_forum(request.actor, forum_id)
    actions.subscribe_to_forum(request.actor, forum, said_level(request.POST))
    return redirect(forum.url)


def _beginning(request: Request) -> dict[str, Any]:
    """A reply that begins with a quotation: ?quote= names the post."""
    post_id = number_in(request.GET.get("quote"))
    if post_id is None:
        return {}
    into = pages.default_dialect(request.actor)
    return {"source": pages.quotation(request.actor, post_id, into).strip() + "\n\n"}
