"""The addresses that lead to what was written: lists, feeds, sitemaps, and the pages around them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from areopagus.boards.syndication import KINDS
from areopagus.boards.views import feeds, held, house, installing, lists, sitemap
from areopagus.core.addresses import numbered


def _in_each_kind(address: str, view: Callable[..., HttpResponse]) -> list[URLPattern]:
    return [path(f"feeds/{address}.{kind}", view, {"kind": kind}) for kind in KINDS]


urlpatterns = [
    *numbered("active/", lists.active),
    *numbered("unread/", lists.unread),
    path("unread/read/", lists.read_everything),
    path("unread/undo/<str:token>/", lists.undo_read_everything),
    path("unread/undo-forum/<str:token>/", lists.undo_read_forum),
    path("forums/<id:forum_id>/read/", lists.read_forum),
    *numbered("new/", lists.new),
    *numbered("participated/", lists.participated),
    *numbered("unanswered/", lists.unanswered),
    *numbered("subscriptions/", lists.subscriptions),
    path("subscriptions/change/", lists.change_subscriptions),
    path("waiting/", held.waiting),
    path("waiting/<id:held_id>/", held.change),
    path("waiting/<id:held_id>/withdraw/", held.withdraw),
    *numbered("members/<slug_of:member_id>/topics/", lists.member_topics),
    *numbered("members/<slug_of:member_id>/posts/", lists.member_posts),
    *numbered("ghosts/<slug_of:ghost_id>/", lists.ghost),
    *_in_each_kind("board", feeds.board),
    *_in_each_kind("forums/<id:forum_id>", feeds.forum),
    *_in_each_kind("topics/<id:topic_id>", feeds.topic),
    *_in_each_kind("members/<id:member_id>", feeds.member),
    path("sitemap.xml", sitemap.index),
    path("sitemap-forums.xml", sitemap.forums),
    path("sitemap-topics-<id:number>.xml", sitemap.topics),
    path("robots.txt", sitemap.robots),
    path("rules/", house.rules),
    path("help/markup/", house.markup_help),
    path("jump/", house.jump),
    path("favicon.ico", house.favicon),
    path("manifest.webmanifest", installing.manifest),
    path("worker.js", installing.worker),
    path("offline/", installing.offline),
]
