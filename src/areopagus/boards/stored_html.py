"""Reading what `markup` wrote: our own stored HTML, well-formed and with quoted attributes.

Only for showing less of it or for showing it elsewhere. Nothing here makes anything safe.
"""

from __future__ import annotations

import re
from html import unescape

from areopagus import markup

# A value may hold ">"; nh3 escapes the quotation mark inside it.
TAG = re.compile(r'<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)(?:[^">]|"[^"]*")*>')
PIECE = re.compile(rf"(?P<tag>{TAG.pattern})|(?P<text>[^<]+|<)")
ADDRESS = re.compile(r'(?<=\s)(?P<name>href|src|cite|poster)="(?P<address>/(?!/)[^"]*|#[^"]*)"')
ATTRIBUTE = re.compile(r'\s(?P<name>[\w-]+)="(?P<value>[^"]*)"')
WITHIN_A_LINE = frozenset(
    {
        *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "em", "i", "ins", "kbd", "mark"),
        *("q", "s", "samp", "small", "span", "strong", "sub", "sup", "u", "var", "wbr"),
        *("math", "mi", "mn", "mo", "mrow", "mspace", "msub", "msup", "mtext", "semantics"),
    }
)
# What an excerpt leaves out: other people's words, and formulas said a second time.
LEFT_OUT = frozenset({"blockquote", "annotation"})
# Characters of HTML that hold an excerpt nearly always.
LOOKED_AT = 2000


def excerpt(html: str, length: int = 200) -> str:
    """The beginning of a post in plain words, quotes left out; with an ellipsis when there is more.

    `html` may be cut off anywhere; LOOKED_AT characters of it are enough.
    """
    return markup.excerpt(plain_text(html), length)


def plain_text(html: str) -> str:
    """The words of a post in one line, quotes left out."""
    words, depth = [], 0
    for piece in PIECE.finditer(html):
        name = (piece["name"] or "").lower()
        if name in LEFT_OUT:
            depth = max(0, depth + (-1 if piece["end"] else 1))
        elif piece["tag"] is not None:
            words.append("" if name in WITHIN_A_LINE else " ")
        elif piece["text"] == "<":
            # Text never holds one: here a tag was cut off.
            break
        elif not depth:
            words.append(unescape(piece["text"]))
    return " ".join("".join(words).split())


def with_whole_addresses(html: str, base: str, page: str) -> str:
    """`html` for reading outside the board: "/topics/3/" becomes "https://example.org/topics/3/".

    `base` has no slash at its end; `page` is the address to which "#…" belongs. Only attributes
    change, never words that look like them.
    """

    def whole(found: re.Match[str]) -> str:
        address = found["address"]
        before = base + page if address.startswith("#") else base
        return f'{found["name"]}="{before}{address}"'

    return TAG.sub(lambda tag: ADDRESS.sub(whole, tag[0]), html)


def without_pictures(html: str) -> str:
    """`html` that fetches nothing by itself: a picture becomes a link to it, a smiley the word it stands for.

    For mails: who wrote a post must not learn when a picture in it was looked at, and by whom.
    """
    pieces, in_link = [], False
    for found in PIECE.finditer(html):
        name = (found["name"] or "").lower()
        if name == "a":
            in_link = not found["end"]
        pieces.append(_in_words(found[0], in_link=in_link) if name == "img" else found[0])
    return "".join(pieces)


def _in_words(picture: str, *, in_link: bool) -> str:
    said = {match["name"]: match["value"] for match in ATTRIBUTE.finditer(picture)}
    address, words = said.get("src", ""), said.get("alt", "")
    if in_link or said.get("class") == "smiley":
        return words or address
    return f'<a href="{address}">{words or address}</a>'
