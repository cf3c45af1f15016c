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
