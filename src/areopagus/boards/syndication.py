"""A feed as Atom (RFC 4287) or RSS 2.0, and on its way to a reader who may have it already."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from hashlib import sha256
from html import escape
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.encoding import iri_to_uri
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.http import http_date
from django.utils.xmlutils import SimplerXMLGenerator

from areopagus.boards.pages.feeds import Entry, Feed
from areopagus.boards.stored_html import with_whole_addresses

# Everything that XML 1.0 §2.2 does not allow in a document, not even as a reference.
UNKNOWN_TO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A feed without entries has never changed.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
# Seconds for which a reader or a proxy need not ask again.
KEPT_FOR = 60


def _latest(feed: SyndicationFeed) -> datetime:
    """In place of Django's, which says "now" for an empty feed, so that it never stays the same."""
    return max((item["updateddate"] for item in feed.items), default=NEVER)


class Atom(Atom1Feed):
    """The words go into `content`: a `summary` is what a reader may cut short."""

    latest_post_date = _latest

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item | {"description": None})
        handler.addQuickElement("content", item["description"], {"type": "html"})


class Rss(Rss201rev2Feed):
    latest_post_date = _latest


KINDS: dict[str, type[Atom | Rss]] = {"atom": Atom, "rss": Rss}


def written(feed: Feed, kind: str, base: str, own_address: str) -> tuple[bytes, str]:
    """The document and its content type. `base` is the board's address without a slash at its end."""
    made = KINDS[kind](
        title=clean(feed.title),
        link=whole(base, feed.url),
        description=clean(feed.about),
        subtitle=clean(feed.about),
        feed_url=whole(base, own_address),
        feed_guid=whole(base, feed.key),
    )
    for entry in feed.entries:
        _add(made, entry, base, escaped_title=kind == "rss")
    return made.writeString("utf-8").encode(), made.content_type


def changed_at(feed: Feed) -> datetime:
    return max((entry.changed_at for entry in feed.entries), default=NEVER)


def sent(
    request: HttpRequest,
    document: bytes,
    content_type: str,
    changed: datetime,
    *,
    for_all: bool = True,
) -> HttpResponse:
    """The answer; a 304 without the document to a reader who has it. `for_all`: proxies may keep it."""
    answer = HttpResponse(document, content_type=content_type)
    # The tag follows from the document and changes with it; the time alone would miss a removal.
    answer.headers["ETag"] = etag = f'"{sha256(document).hexdigest()[:32]}"'
    kept_by = "public" if for_all else "private"
    answer.headers["Cache-Control"] = f"{kept_by}, max-age={KEPT_FOR}"
    seconds = int(changed.timestamp())
    answer.headers["Last-Modified"] = http_date(seconds)
    return get_conditional_response(request, etag, seconds, answer) or answer


def whole(base: str, address: str) -> str:
    return base + address if address.startswith("/") else address


def clean(text: str) -> str:
    """`text` without what no XML document may hold."""
    return UNKNOWN_TO_XML.sub("", text)


def _add(made: SyndicationFeed, entry: Entry, base: str, *, escaped_title: bool) -> None:
    title = clean(entry.title)
    made.add_item(
        # RSS does not say whether a title is text; readers take it for HTML.
        title=escape(title, quote=False) if escaped_title else title,
        link=whole(base, entry.url),
        description=clean(with_whole_addresses(entry.html, base, iri_to_uri(entry.url))),
        author_name=clean(entry.author_name),
        author_link=base + entry.author_url if entry.author_url else None,
        pubdate=entry.posted_at,
        updateddate=entry.changed_at,
        unique_id=whole(base, entry.key),
        unique_id_is_permalink=True,
    )
