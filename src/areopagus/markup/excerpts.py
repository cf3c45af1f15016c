"""The beginning of a text, for lists, feeds and descriptions."""

from __future__ import annotations

from areopagus.markup.writers.as_text import QUOTE_MARK


def excerpt(text: str, length: int) -> str:
    """At most `length` characters of a rendered text on one line, cut between words.

    Quotations are left out when anything else was said.
    """
    own = " ".join(" ".join(_own_lines(text[: length * 20])).split())
    words = own or " ".join(line.removeprefix(QUOTE_MARK) for line in text.split("\n")[:50])
    words = " ".join(words.split())
    if len(words) <= length:
        return words
    cut = words[:length]
    before = cut.rfind(" ")
    # A text without spaces, as in Chinese, is cut where it is.
    kept = cut[:before] if before > length // 2 else cut[: length - 1]
    return f"{kept.rstrip(' .,;:-')}…"


def _own_lines(text: str) -> list[str]:
    lines = text.split("\n")
    return [
        line
        for place, line in enumerate(lines)
        if not line.startswith(QUOTE_MARK) and not _names_a_quote(lines, place)
    ]


def _names_a_quote(lines: list[str], place: int) -> bool:
    following = lines[place + 1 : place + 2]
    return lines[place].endswith(":") and bool(following) and following[0].startswith(QUOTE_MARK)
