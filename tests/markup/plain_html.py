"""The structure of HTML without what we add to CommonMark's: classes, rel, dir, lower headings."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import unquote

Event = tuple[object, ...]

_BLOCKS = frozenset({
    "p", "h", "hr", "pre", "blockquote", "ul", "ol", "li", "br", "table", "thead", "tbody",
    "tr", "th", "td",
})  # fmt: skip
# Our headings begin at h3 and end at h6.
_SPEC_LEVELS = {"h1": "3", "h2": "4", "h3": "5", "h4": "6", "h5": "6", "h6": "6"}
_OURS = {"h3": "3", "h4": "4", "h5": "5", "h6": "6"}


def events(html: str, *, ours: bool) -> list[Event]:
    parser = _Events(ours=ours)
    parser.feed(html)
    parser.close()
    return parser.tidied()


class _Events(HTMLParser):
    def __init__(self, *, ours: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._events: list[Event] = []
        self._levels = _OURS if ours else _SPEC_LEVELS
        self._code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._code = self._code or tag == "pre"
        if self._code and tag == "span":
            return
        kept: dict[str, str] = {
            name: given[name] for name in ("start", "alt", "title") if name in given
        }
        for name in ("href", "src"):
            if name in given:
                kept[name] = unquote(given[name])
        if tag == "code" and given.get("class"):
            kept["language"] = given["class"].removeprefix("language-")
        if tag in self._levels:
            kept["level"], tag = self._levels[tag], "h"
        self._events.append(("begin", tag, tuple(sorted(kept.items()))))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # The specification writes <br />, we write <br>.
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._code = self._code and tag != "pre"
        if not (self._code and tag == "span"):
            self._events.append(("end", "h" if tag in self._levels else tag))

    def handle_data(self, data: str) -> None:
        if self._events and self._events[-1][0] == "text":
            data = f"{self._events.pop()[1]}{data}"
        self._events.append(("text", data, self._code))

    def tidied(self) -> list[Event]:
        """White space at the edges of blocks shows nothing outside code."""
        out: list[Event] = []
        for place, event in enumerate(self._events):
            if event[0] != "text":
                out.append(event)
                continue
            text, code = str(event[1]), event[2]
            if not code:
                before = self._events[place - 1] if place else ("begin", "p")
                after = self._events[place + 1] if place + 1 < len(self._events) else ("end", "p")
                text = text.lstrip() if before[1] in _BLOCKS else text
                text = text.rstrip() if after[1] in _BLOCKS else text
            if text:
                out.append(("text", text))
        return out
