"""The head and foot of every page. Most pages have the same as the page before; that is not made again.

Both follow wholly from the values they are given, so what was made for the same values is right.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from secrets import token_hex
from typing import Any

from django.http import HttpRequest
from markupsafe import Markup, escape

from areopagus.ui.macros import macro

# About 2 kB each; many readers have names of their own in the head.
KEPT = 512
# Stands where the hidden field of the visitor's own token goes. Nobody can write it into a name.
TOKEN = Markup(f"<!--{token_hex(16)}-->")  # noqa: S704 - our own word.


def masthead(frame: Any, request: HttpRequest, csrf_input: object) -> Markup:
    """The board's name, the navigation and the status line. `frame` is `config.frame.Frame`."""
    navigation = tuple(frame.navigation)
    # Of the address only what shows in the head, so that one head serves all topics.
    here = request.path if any(url == request.path for _, url, _ in navigation) else ""
    links = tuple(frame.status_links)
    html = _masthead(frame.title, frame.description_html, navigation, frame.status, links, here)
    if TOKEN not in html:
        return Markup(html)  # noqa: S704 - made by our own template.
    return Markup(html.replace(TOKEN, escape(csrf_input)))  # noqa: S704


def colophon(frame: Any, request: HttpRequest) -> Markup:
    """The jump box and the links at the foot."""
    jump = tuple((category, tuple(places)) for category, places in frame.jump)
    here = request.path if request.path.startswith("/forums/") else ""
    links = tuple(frame.footer_links)
    return Markup(_colophon(jump, frame.clock.zone_name, links, here))  # noqa: S704 - as above.


@lru_cache(maxsize=KEPT)
def _masthead(*values: Hashable) -> str:
    return macro("frame/_masthead.html", "masthead")(*values, TOKEN)


@lru_cache(maxsize=KEPT)
def _colophon(*values: Hashable) -> str:
    return macro("frame/_colophon.html", "colophon")(*values)
