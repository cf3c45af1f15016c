"""Brings FluxBB's HTML and ours to one neutral form, so that meaning can be compared.

A text is a list of events: words with the formats that are in force, blocks that begin and end,
borders between paragraphs, line breaks, images, smilies, code. Formats are kept beside the words
and not as a tree, because FluxBB's HTML crosses tags (`<strong></p><h>`): a browser carries the
format over the border, and so does this. What it leaves out on purpose: paragraphs with nothing in
them, formats inside code blocks, classes, rel and dir, and the order in which formats were opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from urllib.parse import unquote

Event = tuple[object, ...]

_SMILEY = re.compile(r"\{(smile|neutral|sad|big_smile|yikes|wink|hmm|tongue|lol|mad|roll|cool)\}")
_INLINE = {
    "strong": "strong", "em": "em", "u": "u", "s": "s", "del": "del", "ins": "ins",
    "sub": "sub", "sup": "sup", "code": "code",
}  # fmt: skip
# The colours of the cases in our inks; a word that is no colour changes nothing in a browser.
_COLOURS = {"red": "red", "#ff0000": "red", "#0f0": "green", "notacolor": None}
BORDER: Event = ("paragraph",)


def neutral(html: str, *, fluxbb: bool) -> list[Event]:
    parser = _Neutral(fluxbb=fluxbb)
    parser.feed(html)
    parser.close()
    # What was never closed ends with the page.
    ends = [("end", kind) for kind in reversed(parser.opened)]
    return _tidied([*parser.events, *ends])


class _Neutral(HTMLParser):
    def __init__(self, *, fluxbb: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.events: list[Event] = []
        self._fluxbb = fluxbb
        self._formats: list[tuple[str, object]] = []
        self._code: list[str] | None = None
        self._tall = False
        self._cite = False
        self._smiley = False
        self._paragraphs = 0
        self.opened: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: C901
        given = {name: value or "" for name, value in attrs}
        classes = given.get("class", "").split()
        if self._code is not None:
            return
        if tag == "pre" or (tag == "code" and self._fluxbb):
            self._code = []
            self._tall = "tall" in classes or given.get("height") == "35em" or "scroll" in given
        elif tag == "p":
            self._paragraphs += 1
            self.events.append(BORDER)
        elif tag == "br":
            self.events.append(("break",) if self._paragraphs else ("gap",))
        elif tag in ("quote", "blockquote"):
            self.events.append(("begin", "quote", given.get("by", "")))
            self.opened.append("quote")
        elif tag == "cite":
            self._cite = True
        elif tag in ("ul", "ol"):
            kind = "1" if tag == "ol" else "*"
            kind = "a" if "letters" in classes or "a" in given else kind
            self.events.append(("begin", "list", kind))
        elif tag == "li":
            self.events.append(("begin", "item"))
            self._paragraphs += not self._fluxbb
        elif tag in ("h", "h3"):
            self.events.append(("begin", "heading"))
            self._paragraphs += 1
        elif tag == "img":
            self._image(given)
        elif tag == "span" and "smiley" in classes:
            self.events.append(("smiley", given["aria-label"].replace(" ", "_")))
            self._smiley = True
        else:
            self._format(tag, given, classes)

    def _format(self, tag: str, given: dict[str, str], classes: list[str]) -> None:
        if tag == "a":
            self._formats.append(("a", _address(given.get("href", ""))))
        elif tag.startswith("color="):
            self._formats.append(("color", _COLOURS[tag.removeprefix("color=")]))
        elif tag == "span":
            name = next((c for c in classes if c.startswith("ink-")), "")
            self._formats.append(("color", name.removeprefix("ink-") or None))
        elif tag in _INLINE:
            self._formats.append((tag, ""))
        else:
            self.events.append(("begin", tag))

    def _image(self, given: dict[str, str]) -> None:
        address, alt = _address(given["src"]), given.get("alt", "")
        if alt == "URL":  # 1.2 gives the address itself.
            alt = given["src"].rsplit("/", 1)[-1]
        self.events.append(("image", address, alt, self._in_force()))

    def handle_endtag(self, tag: str) -> None:  # noqa: C901 - one case for each kind.
        if self._code is not None:
            if tag == "pre" or (tag == "code" and self._fluxbb):
                self.events.append(("code", "".join(self._code), self._tall))
                self._code = None
        elif tag == "p":
            self._paragraphs = max(0, self._paragraphs - 1)
            self.events.append(BORDER)
        elif tag in ("quote", "blockquote"):
            # A browser passes over the end of what is not open.
            if self.opened:
                self.events.append(("end", self.opened.pop()))
        elif tag == "cite":
            self._cite = False
        elif tag in ("ul", "ol"):
            self.events.append(("end", "list"))
        elif tag == "li":
            self.events.append(("end", "item"))
            self._paragraphs -= not self._fluxbb
        elif tag in ("h", "h3"):
            self.events.append(("end", "heading"))
            self._paragraphs -= 1
        elif tag == "span" and self._smiley:
            self._smiley = False
        else:
            self._end_format({"span": "color"}.get(tag, tag))

    def _end_format(self, name: str) -> None:
        for place in range(len(self._formats) - 1, -1, -1):
            if self._formats[place][0] == name:
                del self._formats[place]
                return
        self.events.append(("end", name))

    def handle_data(self, data: str) -> None:
        if self._smiley:
            return
        if self._code is not None:
            self._code.append(data)
        elif self._cite:
            name = data.removesuffix(" wrote:")
            _, kind, before = self.events.pop()
            self.events.append(("begin", kind, f"{before}{name}"))
        elif self._fluxbb:
            pieces = _SMILEY.split(data.replace("~", "\u00a0"))
            for place, piece in enumerate(pieces):
                if place % 2:
                    self.events.append(("smiley", piece))
                elif piece:
                    self.events.append(("words", piece, self._in_force()))
        else:
            self.events.append(("words", data, self._in_force()))

    def _in_force(self) -> frozenset[tuple[str, object]]:
        return frozenset(one for one in self._formats if one != ("color", None))


def _address(href: str) -> str:
    return unquote(href.removeprefix("BASE"))


def _tidied(events: Iterable[Event]) -> list[Event]:
    """Neighbouring words joined, empty paragraphs gone, borders only between two paragraphs."""
    out: list[Event] = []
    for paragraph in _paragraphs(events):
        joined = _joined(paragraph)
        if all(event[0] == "words" and not str(event[1]).strip() for event in joined):
            continue
        content = joined[0][0] in ("words", "image", "smiley", "break")
        if content and out and out[-1][0] in ("words", "image", "smiley", "break"):
            out.append(BORDER)
        out += joined
    return out


def _paragraphs(events: Iterable[Event]) -> Iterable[list[Event]]:
    """Cut at borders and around every event that is not content of a paragraph."""
    current: list[Event] = []
    for event in events:
        if event[0] in ("words", "image", "smiley", "break"):
            current.append(event)
            continue
        if current:
            yield current
            current = []
        if event != BORDER:
            yield [event]
    if current:
        yield current


def _joined(events: list[Event]) -> list[Event]:
    out: list[Event] = []
    for event in events:
        if out and event[0] == out[-1][0] == "words" and event[2] == out[-1][2]:
            out[-1] = ("words", f"{out[-1][1]}{event[1]}", event[2])
        else:
            out.append(event)
    return out
