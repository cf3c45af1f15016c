"""Feeds. They ask no cookie and set none, and a reader who has the newest one gets only a 304."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from areopagus.boards import syndication
from areopagus.boards.pages import feeds
from areopagus.core.http import Request, own_address

# Seconds for which a reader or a proxy need not ask again.
KEPT_FOR = 60


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
    answer = HttpResponse(document, content_type=content_type)
    # The tag follows from the document and changes with it; the time alone would miss a removal.
    answer.headers["ETag"] = etag = f'"{sha256(document).hexdigest()[:32]}"'
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_FOR}"
    changed = int(syndication.changed_at(feed).timestamp())
    answer.headers["Last-Modified"] = http_date(changed)
    return get_conditional_response(request, etag, changed, answer) or answer
