"""The front page of moderation; choosing topics or posts; doing something to them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from areopagus.core.http import Request
from areopagus.moderation import pages
from areopagus.moderation.doing import answer
from areopagus.moderation.pages.choosing import wanted_of
from areopagus.moderation.plans import Plan, plans_for


@require_safe
def overview(request: Request) -> HttpResponse:
    page = pages.overview_page(request.actor)
    return render(request, "moderation/overview.html", {"page": page})


@require_safe
def forum(request: Request, forum_id: int, number: int = 1) -> HttpResponse:
    page = pages.forum_choice(request.actor, forum_id, wanted_of(request.GET), number)
    context = {"page": page, "plans": plans_for(request.actor, "topic")}
    return render(request, "moderation/forum.html", context)


@require_safe
def topic(request: Request, topic_id: int, number: int = 1) -> HttpResponse:
    page = pages.topic_choice(request.actor, topic_id, wanted_of(request.GET), number)
    context = {
        "page": page,
        "plans": plans_for(request.actor, "topic"),
        "post_plans": plans_for(request.actor, "post"),
    }
    return render(request, "moderation/topic.html", context)


@require_POST
def deed(request: Request, plan: Plan) -> HttpResponse:
    return answer(request, plan)
