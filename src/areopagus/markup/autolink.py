"""Addresses in running text, for every dialect. Works through a text once, left to right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from areopagus.markup import addresses

# Before an address: nothing, a space, or a closing bracket; then at most one opener.
_START = re.compile(
    r"(?<![^\s\])])[<\[(]?[\"'“‘«„]?(?P<url>(?P<scheme>https?://|ftp://|www\.|ftp\.)"
    r"(?P<host>[^\W_][\w-]*(?:\.[\w-]+){0,126})(?P<port>:\d{1,5})?)",
    re.IGNORECASE,
)
# The rest of an address: up to a space or what never ends one inside.
_REST = re.compile(r"[/?#][^\s\[\]<>\"“”«»]*")
_TRAILING = ".,?!;:-'*_~’"
_LONGEST_HOST = 253
_MOST_OPENERS = 2


@dataclass(frozen=True, slots=True)
class Found:
    start: int
    end: int
    url: str


def find(text: str) -> Iterator[Found]:
    if "://" not in text and "." not in text:
        return
    position = 0
    while match := _START.search(text, position):
        found = _found(text, match)
        if found is not None:
            yield found
        position = match.end() if found is None else found.end


def at(text: str, start: int) -> Found | None:
    """The address that begins at `start`, seen with what stands before it."""
    for before in range(min(start, _MOST_OPENERS) + 1):
        match = _START.match(text, start - before)
        if match is not None and match.start("url") == start:
            return _found(text, match)
    return None


def _found(text: str, match: re.Match[str]) -> Found | None:
    end = _end(text, match)
    if end is None:
        return None
    start = match.start("url")
    typed = text[start:end]
    scheme = match["scheme"].lower()
    if scheme == "www.":
        typed = f"http://{typed}"
    elif scheme == "ftp.":
        typed = f"ftp://{typed}"
    return Found(start, end, typed) if addresses.allowed(typed) else None


def _end(text: str, match: re.Match[str]) -> int | None:
    """Where the address ends, or None when there is none."""
    host = match["host"]
    if "." not in host or len(host) > _LONGEST_HOST or "_" in host:
        return None
    end = match.end("url")
    rest = _REST.match(text, end)
    if rest is None:
        # A user before an @ or a host without an end is no address.
        if end < len(text) and text[end] in "@:\\":
            return match.end("host") if match["port"] is None and text[end] == ":" else None
        # A full stop after the host ends the sentence: the host's pattern has left it out.
        return match.end("url") if not host.endswith("-") else match.end("url") - 1
    return _trimmed(text, end, rest.end())


def _trimmed(text: str, start: int, end: int) -> int:
    """`end` moved before trailing punctuation and before brackets not opened in the address."""
    surplus = text.count(")", start, end) - text.count("(", start, end)
    while end > start:
        last = text[end - 1]
        if last == ")" and surplus > 0:
            surplus -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return end
