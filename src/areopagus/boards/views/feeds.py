"""Feeds. They ask no cookie and set none, and a reader who has the newest one gets only a 304."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from areopagus.boards import syndication
from areopagus.boards.pages import feeds
from areopagus.core.http import Request, own_address


@require_safe
def board(request: Request, kind: str) -> HttpResponse:
    return _answer(request, feeds.board_feed(), kind)


@require_safe
def forum(request: Request, forum_id: int, kind: str) -> HttpResponse:
    return _answer(request, feeds.forum_feed(forum_id), kind)


@require_safe
def topic(request: Request, topic_id: int, kind: str) -> HttpResponse:
    return _answer(request, feeds.topic_feed(topic_id), kind)


@require_safe
def member(request: Request, member_id: int, kind: str) -> HttpResponse:
    return _answer(request, feeds.member_feed(member_id), kind)


def _answer(request: Request, feed: feeds.Feed, kind: str) -> HttpResponse:
    document, content_type = syndication.written(feed, kind, own_address(request), request.path)
    return syndication.sent(request, document, content_type, syndication.changed_at(feed))
