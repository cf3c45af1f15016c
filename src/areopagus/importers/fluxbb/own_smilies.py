"""The table of smilies in FluxBB's include/parser.php, which boards of old added their own to.

1.4 and later write one array of codes and files, 1.2 two arrays of the same length (fact sheet §3.8).
Nothing of PHP is run: only strings, commas and arrows are read, and what is no such thing ends an array.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from areopagus.markup.smilies import SMILIES

PARSER = Path("include/parser.php")
FOLDER = "img/smilies"
LARGEST_PARSER = 1_000_000
LONGEST_CODE, MOST = 60, 500
BEGINNING = r"\$%s\s*=\s*(?:array\s*\(|\[)"
PIECE = re.compile(
    r"(?P<blank>\s+|//[^\n]*|\#[^\n]*|/\*.*?\*/|,)"
    r"|'(?P<single>(?:[^'\\]|\\.)*)'|\"(?P<double>(?:[^\"\\$]|\\.)*)\"|(?P<arrow>=>)",
    re.DOTALL,
)
ADDED = re.compile(
    r"\$smilies\s*\[\s*(['\"])(?P<code>(?:(?!\1)[^\\]|\\.)+)\1\s*\]\s*=\s*(['\"])(?P<file>[^'\"\\]+)\3"
)
ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def own_smilies_in(folder: Path) -> dict[str, str]:
    """File by code, of those that FluxBB does not bring along itself or that have another picture."""
    parser = folder / PARSER
    if not parser.is_file() or parser.stat().st_size > LARGEST_PARSER:
        return {}
    source = parser.read_text(encoding="utf-8", errors="replace")
    found = dict(_pairs(source))
    own = {
        code: file
        for code, file in found.items()
        if 0 < len(code) <= LONGEST_CODE and code == code.strip() and file != _of_fluxbb(code)
    }
    return dict(list(own.items())[:MOST])


def name_of(file: str) -> str:
    """What a screen reader says: FluxBB's own alternative text, in words."""
    return Path(file).stem.replace("_", " ").strip()[:LONGEST_CODE] or "smiley"


def _of_fluxbb(code: str) -> str:
    name, _ = SMILIES.get(code, ("", ""))
    return f"{name.replace(' ', '_')}.png"


def _pairs(source: str) -> Iterator[tuple[str, str]]:
    strings = list(_array(source, "smilies"))
    yield from zip(map(html.unescape, strings[::2]), strings[1::2], strict=False)
    for added in ADDED.finditer(source):
        yield html.unescape(_plain(added["code"])), added["file"]
    # FluxBB looks for a code in text that is escaped already, so some are written escaped.
    codes = map(html.unescape, _array(source, "smiley_text"))
    yield from zip(codes, _array(source, "smiley_img"), strict=False)


def _array(source: str, name: str) -> Iterator[str]:
    """The strings of an array of strings, keys and values alike."""
    begin = re.search(BEGINNING % name, source)
    at = begin.end() if begin else len(source)
    while piece := PIECE.match(source, at):
        at = piece.end()
        string = piece["single"] if piece["single"] is not None else piece["double"]
        if string is not None:
            yield _plain(string)


def _plain(string: str) -> str:
    return ESCAPE.sub(r"\1", string)
