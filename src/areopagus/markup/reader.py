"""Stored HTML for a reader who wants no images or no smilies."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from areopagus.markup.highlight import text_of

_HINT = re.compile(r'<img |<span class="smiley"')


def for_reader(html: str, *, images: bool, smilies: bool) -> str:
    """Images become links and smilies become what was typed, where they are not wanted."""
    if (images and smilies) or not _HINT.search(html):
        return html
    reader = _Reader(html, images=images, smilies=smilies)
    reader.feed(html)
    reader.close()
    return reader.finished()


class _Reader(HTMLParser):
    """Copies our own HTML and replaces single elements; positions are those of the source."""

    def __init__(self, html: str, *, images: bool, smilies: bool) -> None:
        super().__init__(convert_charrefs=False)
        self._html = html
        self._images = images
        self._smilies = smilies
        self._out: list[str] = []
        self._links = 0
        # Inside a smiley that becomes text: everything up to its end tag is left out.
        self._silent = False

    def finished(self) -> str:
        return "".join(self._out)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a":
            self._links += 1
        if tag == "img" and given.get("class") == "smiley":
            kept = self.get_starttag_text() or ""
            self._out.append(kept if self._smilies else text_of(given.get("title") or ""))
        elif tag == "img" and not self._images:
            self._out.append(self._in_place_of(given.get("src") or "", given.get("alt") or ""))
        elif tag == "span" and given.get("class") == "smiley" and not self._smilies:
            self._out.append(text_of(given.get("title") or ""))
            self._silent = True
        else:
            self._out.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == "span":
            self._silent = False
            return
        if tag == "a":
            self._links -= 1
        self._out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def _in_place_of(self, url: str, alt: str) -> str:
        shown = text_of(f"<image - {alt}>")
        if self._links:
            return shown
        address = text_of(url).replace('"', "&quot;")
        return f'<a href="{address}" rel="nofollow ugc noopener">{shown}</a>'
