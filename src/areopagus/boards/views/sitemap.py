"""Sitemaps (sitemaps.org) and robots.txt."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from areopagus.boards.pages import sitemap
from areopagus.boards.robots import wishes
from areopagus.core.http import Request

XML = "application/xml; charset=utf-8"


@require_safe
def index(request: Request) -> HttpResponse:
    context = {"parts": sitemap.parts()}
    return render(request, "boards/sitemap_index.xml", context, content_type=XML)


@require_safe
def forums(request: Request) -> HttpResponse:
    context = {"places": sitemap.forums()}
    return render(request, "boards/sitemap.xml", context, content_type=XML)


@require_safe
def topics(request: Request, number: int) -> HttpResponse:
    context = {"places": sitemap.topics_in(number)}
    return render(request, "boards/sitemap.xml", context, content_type=XML)


@require_safe
def robots(request: Request) -> HttpResponse:
    context = {"wishes": wishes()}
    return render(request, "boards/robots.txt", context, content_type="text/plain; charset=utf-8")
